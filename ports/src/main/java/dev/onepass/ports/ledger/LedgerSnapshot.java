// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.Map;

/**
 * The state that a ledger transaction has read. It stays true until the transaction ends, since all
 * of it but the records is locked, and records never change.
 *
 * @param balances of the accounts that exist
 * @param recorded of the request ids that were decided before
 * @param fences the fencing tokens of the items that exist
 * @param journalTotals the sums asked for: credits less debits, zero if there are none
 */
public record LedgerSnapshot(
    Map<Uid, Balance> balances,
    Map<RequestId, Recorded> recorded,
    Map<ItemKey, Long> fences,
    Map<Uid, Money> journalTotals) {}
