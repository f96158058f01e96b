// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import static java.util.stream.Collectors.toList;

import dev.onepass.ports.SharedCache;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Caches and leases for a program that shares nothing: caches that remember nothing, so that the
 * database answers, and leases that are always granted, so that fences alone keep nodes apart.
 */
final class Standalone implements BalanceCache, StatusCache, LeaseStore {

  private Standalone() {}

  static SharedCache cache() {
    Standalone all = new Standalone();
    return new SharedCache(all, all, all, null);
  }

  @Override
  public View view(Collection<Uid> uids) {
    return new View(Map.of(), 0);
  }

  @Override
  public long generation() {
    return 0;
  }

  @Override
  public void put(Collection<Balance> balances, long generation) {}

  @Override
  public void invalidate() {}

  @Override
  public Optional<BatchStatus> get(BatchId batch) {
    return Optional.empty();
  }

  @Override
  public void put(BatchStatus status) {}

  @Override
  public List<Lease> tryAcquire(Collection<String> resources, Duration ttl) {
    return resources.stream().map(resource -> new Lease(resource, "", 0)).collect(toList());
  }

  @Override
  public Set<Lease> renew(Collection<Lease> leases, Duration ttl) {
    return Set.of();
  }

  @Override
  public void release(Collection<Lease> leases) {}
}
