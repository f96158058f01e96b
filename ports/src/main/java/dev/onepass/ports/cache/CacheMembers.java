// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.cache;

import java.util.Collection;
import java.util.Map;

/**
 * The servers that use one balance cache at present, as each of them says again and again. Kept
 * with the cache, and lost with it.
 *
 * <p>A member that signs no more may have died between a commit and the write to the cache, so that
 * the cache knows an old balance and nobody knows which. As long as all sign, what one of them
 * reads in the cache is good for a newcomer too.
 *
 * <p>Thread-safe; blocks for one round trip. Every method throws {@link
 * dev.onepass.ports.error.UnavailableException} if no answer came; it may have taken effect then.
 * Checked by {@code CacheMembersContract}.
 */
public interface CacheMembers {

  /**
   * Says that a member is there; one that was not known is from now on.
   *
   * @param trusts whether it reads balances from the cache
   * @param reports the {@link CacheOutages.Seen#reports} that it has had the cache forget for
   * @return the latest sign of each member, this one's included
   */
  Map<String, Sign> sign(String member, boolean trusts, long reports);

  /** Forgets members: those that leave, or that the cache owes nothing any more. */
  void remove(Collection<String> members);

  /**
   * @param count how many signs the member has made; rises by one with each
   * @param trusts whether it reads balances from the cache
   * @param reports which outages it knows of
   */
  record Sign(long count, boolean trusts, long reports) {}
}
