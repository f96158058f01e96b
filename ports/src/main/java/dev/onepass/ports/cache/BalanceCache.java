// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.cache;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Remembers balances to spare the database. May forget anything at any time, but never serves a
 * balance older than one it has served before for the same account.
 *
 * <p>Two rules see to that. A balance is kept only if its version is not below the one kept. And
 * when the cache has lost its memory (flushed, failed over, or {@linkplain #invalidate
 * distrusted}), its generation changes: a balance that was read from the database under an older
 * generation may be old news, so of it only the version is kept, as a floor for those to come.
 *
 * <p>That an account does not exist is remembered, too, as {@link Balance#none}; so an existing
 * account that never changed, of version zero as well, is not offered.
 *
 * <p>Thread-safe; may block for one round trip. Every method throws {@link
 * dev.onepass.ports.error.UnavailableException} if no answer came. Checked by {@code
 * BalanceCacheContract}.
 */
public interface BalanceCache {

  /** What is known of these accounts, and under which generation. */
  View view(Collection<Uid> uids);

  /**
   * The same for who need not wait for it: a cache that does not block overrides this.
   *
   * @return completes, or fails, as {@link #view} returns, or throws; be it at once, or in a thread
   *     that must not be held up
   */
  default CompletionStage<View> viewAsync(Collection<Uid> uids) {
    try {
      return CompletableFuture.completedFuture(view(uids));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * The generation that this client saw last; never blocks, may be out of date. Taken before a
   * database transaction whose outcome is then {@link #put}.
   */
  long generation();

  /**
   * Offers balances for keeping.
   *
   * @param generation the generation seen before they were read or written in the database
   */
  void put(Collection<Balance> balances, long generation);

  /** Forgets all balances and begins a new generation. */
  void invalidate();

  /**
   * @param found balances of accounts that the cache knows
   * @param generation to be given to {@link BalanceCache#put} with what the database says of the
   *     others
   */
  record View(Map<Uid, Balance> found, long generation) {}
}
