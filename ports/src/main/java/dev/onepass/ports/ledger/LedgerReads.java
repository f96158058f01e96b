// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.Set;

/**
 * What a ledger transaction needs to know before it can decide.
 *
 * @param accounts balances to read and lock; without {@link Uid#EXTERNAL}
 * @param requestIds ids whose record, if any, is wanted
 * @param items batch items to read and lock
 * @param journalTotals accounts whose journal is to be added up, after they are locked; a subset of
 *     {@code accounts}
 */
public record LedgerReads(
    Set<Uid> accounts, Set<RequestId> requestIds, Set<ItemKey> items, Set<Uid> journalTotals) {

  public LedgerReads {
    accounts = Set.copyOf(accounts);
    requestIds = Set.copyOf(requestIds);
    items = Set.copyOf(items);
    journalTotals = Set.copyOf(journalTotals);
  }
}
