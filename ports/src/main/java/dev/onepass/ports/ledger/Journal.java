// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the journal; {@link LedgerStore#transact} writes it.
 *
 * <p>Thread-safe; every method may block for the database, and throws {@link
 * dev.onepass.ports.error.UnavailableException} if no answer came. Checked by {@code
 * JournalContract}.
 */
public interface Journal {

  /**
   * The account's transfers, newest first. None for {@link Uid#EXTERNAL}, which has no versions.
   *
   * @param beforeVersion only those that left the account at a smaller version; {@code
   *     Long.MAX_VALUE} for the newest
   * @param limit the most to return; positive
   */
  List<Transfer> page(Uid uid, long beforeVersion, int limit);

  /**
   * Adds up an account's journal, as of one moment, while others change the account: nothing is
   * locked, however long it takes.
   *
   * @return empty if there is no such account
   */
  Optional<JournalTotal> addUp(Uid uid);

  /** What a batch has credited to each of these accounts, by the journal; none if nothing. */
  Map<Uid, Money> swept(BatchId batch, Collection<Uid> uids);
}
