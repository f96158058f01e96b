// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.Map;
import java.util.Set;

/**
 * The reads that a ledger transaction needs before it can decide.
 *
 * @param accounts balances to read and lock; without {@link Uid#EXTERNAL}
 * @param requestIds ids whose record, if any, is wanted
 * @param items batch items to read and lock
 * @param journalTotals accounts whose journal is to be added up, after they are locked, and the
 *     version of each after which the adding begins: the account waits while that takes. The
 *     accounts are a subset of {@code accounts}
 */
public record LedgerReads(
    Set<Uid> accounts,
    Set<RequestId> requestIds,
    Set<ItemKey> items,
    Map<Uid, Long> journalTotals) {

  /** The version before all of a journal. */
  public static final long FROM_THE_BEGINNING = -1;

  public LedgerReads {
    accounts = Set.copyOf(accounts);
    requestIds = Set.copyOf(requestIds);
    items = Set.copyOf(items);
    journalTotals = Map.copyOf(journalTotals);
  }

  /** Reads no journal. */
  public LedgerReads(Set<Uid> accounts, Set<RequestId> requestIds, Set<ItemKey> items) {
    this(accounts, requestIds, items, Map.of());
  }
}
