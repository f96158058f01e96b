// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports;

import static java.util.Objects.requireNonNull;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.CacheMembers;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.lease.LeaseStore;
import org.jspecify.annotations.Nullable;

/**
 * The caches and leases that the servers of one database share, to be faster: nothing is lost with
 * them. Immutable.
 *
 * @param balances balances that the database need not be asked for
 * @param statuses the same for the states of batches
 * @param leases keep two servers from the same work; that it is done once, the database sees to
 * @param members which servers use the cache of balances, so that one that starts need not have it
 *     forget what it knows; null if each is to do so. Used only if the {@link Storage} has {@code
 *     cacheOutages}
 */
public record SharedCache(
    BalanceCache balances,
    StatusCache statuses,
    LeaseStore leases,
    @Nullable CacheMembers members) {

  public SharedCache {
    requireNonNull(balances, "balances");
    requireNonNull(statuses, "statuses");
    requireNonNull(leases, "leases");
  }
}
