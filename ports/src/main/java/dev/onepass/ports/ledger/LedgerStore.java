// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The books: balances, the journal and what was refused.
 *
 * <p>Thread-safe; every method may block for the database. Checked by {@code LedgerStoreContract}.
 */
public interface LedgerStore {

  /**
   * Runs one transaction: locks and reads what {@code reads} names, in uid order, asks {@code
   * decision} once, writes its changes and commits. Does not retry.
   *
   * <p>Whatever the caller decides, the store itself never lets two transfers debit, or credit, one
   * version of an account, nor two records, posted or refused, share a request id: such a
   * transaction fails with {@link dev.onepass.ports.error.ConflictException}, and will read the
   * other's record when repeated.
   *
   * @return the result of the decision, after its changes are durable
   * @throws dev.onepass.ports.error.ConflictException if it was rolled back for another
   *     transaction's sake (deadlock, lock wait, duplicate key): repeat it
   * @throws dev.onepass.ports.error.UnavailableException if no answer came: it may or may not have
   *     been committed; repeating it is safe, because the request ids and fences are checked again
   * @throws RuntimeException whatever {@code decision} throws; nothing was written then
   */
  <T> T transact(LedgerReads reads, LedgerDecision<T> decision);

  /**
   * The committed balances of those accounts that exist.
   *
   * @throws dev.onepass.ports.error.UnavailableException if no answer came
   */
  Map<Uid, Balance> balances(Collection<Uid> uids);

  /**
   * Hands over every balance in uid order, in pages, with memory bounded by one page.
   *
   * @param pageSize how many at once; positive
   * @throws dev.onepass.ports.error.UnavailableException if no answer came
   */
  void eachBalance(int pageSize, Consumer<Collection<Balance>> sink);
}
