// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.ports.cache.CacheMembers;
import dev.onepass.ports.cache.CacheOutages;
import org.jspecify.annotations.Nullable;

/**
 * The means by which servers that share a cache tell each other of what it may have missed.
 *
 * @param outages where they tell that they have lost it; null if there are no others
 * @param members where they tell that they use it; of no use without {@code outages}, as a server
 *     may change balances before it has got as far as that. Null if a server has the cache forget
 *     all it knows when it starts, whether others are there or not
 * @param self the name of this process, which no other has
 */
public record CacheSharing(
    @Nullable CacheOutages outages, @Nullable CacheMembers members, String self) {

  /** For a cache that no other server uses. */
  public static final CacheSharing ALONE = new CacheSharing(null, null, "");
}
