// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.faults.Weather.Party;
import dev.onepass.memory.InMemoryLeases;
import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.lease.LeaseStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The lease store as one process reaches it. It may lose all leases at any time. */
final class LeaseLine implements LeaseStore {

  private final Wire wire;
  private final Supplier<InMemoryLeases> real;

  LeaseLine(Wire wire, Supplier<InMemoryLeases> real) {
    this.wire = wire;
    this.real = real;
  }

  @Override
  public List<Lease> tryAcquire(Collection<String> resources, Duration ttl) {
    List<String> wanted = List.copyOf(resources);
    return wire.call(Party.LEASES, "acquire", () -> real.get().tryAcquire(wanted, ttl));
  }

  @Override
  public Set<Lease> renew(Collection<Lease> leases, Duration ttl) {
    List<Lease> held = List.copyOf(leases);
    return wire.call(Party.LEASES, "renew leases", () -> real.get().renew(held, ttl));
  }

  @Override
  public void release(Collection<Lease> leases) {
    List<Lease> held = List.copyOf(leases);
    wire.call(
        Party.LEASES,
        "release leases",
        () -> {
          real.get().release(held);
          return held;
        });
  }
}
