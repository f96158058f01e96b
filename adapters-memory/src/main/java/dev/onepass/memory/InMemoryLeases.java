// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Leases that the nodes of one process share. Fencing tokens are never forgotten. Thread-safe;
 * always available.
 */
public final class InMemoryLeases implements LeaseStore {

  private final Map<String, Held> held = new HashMap<>();
  private final Map<String, Long> tokens = new HashMap<>();
  private final ElapsedTime time;

  private record Held(Lease lease, Duration until) {}

  public InMemoryLeases(Timekeeper timekeeper) {
    this.time = new ElapsedTime(timekeeper);
  }

  @Override
  public synchronized List<Lease> tryAcquire(Collection<String> resources, Duration ttl) {
    String holder = UUID.randomUUID().toString();
    List<Lease> granted = new ArrayList<>();
    for (String resource : resources) {
      if (present(resource).isEmpty()) {
        Lease lease = new Lease(resource, holder, tokens.merge(resource, 1L, Long::sum));
        held.put(resource, new Held(lease, time.in(ttl)));
        granted.add(lease);
      }
    }
    return granted;
  }

  @Override
  public synchronized Set<Lease> renew(Collection<Lease> leases, Duration ttl) {
    Set<Lease> lost = new HashSet<>();
    for (Lease lease : leases) {
      if (isPresent(lease)) {
        held.put(lease.resource(), new Held(lease, time.in(ttl)));
      } else {
        lost.add(lease);
      }
    }
    return lost;
  }

  @Override
  public synchronized void release(Collection<Lease> leases) {
    leases.stream().filter(this::isPresent).map(Lease::resource).forEach(held::remove);
  }

  private boolean isPresent(Lease lease) {
    return present(lease.resource()).filter(lease::equals).isPresent();
  }

  private Optional<Lease> present(String resource) {
    return Optional.ofNullable(held.get(resource))
        .filter(entry -> !time.isPast(entry.until()))
        .map(Held::lease);
  }
}
