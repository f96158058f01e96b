// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.metrics;

import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.lease.LeaseStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Counts the leases that were lost while they were held. Thread-safe. */
public final class MeteredLeases implements LeaseStore {

  private final LeaseStore leases;
  private final Counter lost;

  public MeteredLeases(LeaseStore leases, MeterRegistry meters) {
    this.leases = leases;
    lost = meters.counter("onepass.leases.lost");
  }

  @Override
  public List<Lease> tryAcquire(Collection<String> resources, Duration ttl) {
    return leases.tryAcquire(resources, ttl);
  }

  @Override
  public Set<Lease> renew(Collection<Lease> held, Duration ttl) {
    Set<Lease> gone = leases.renew(held, ttl);
    lost.increment(gone.size());
    return gone;
  }

  @Override
  public void release(Collection<Lease> held) {
    leases.release(held);
  }
}
