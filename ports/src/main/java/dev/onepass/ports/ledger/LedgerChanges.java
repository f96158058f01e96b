// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

import dev.onepass.ports.batch.ItemCheckpoint;
import java.util.Collection;
import java.util.List;

/**
 * The writes of a ledger transaction: all of them or none.
 *
 * @param transfers rows to add to the journal
 * @param refusals records to add
 * @param balances new balances, one for each account that changed or is opened
 * @param checkpoints new states of batch items
 * @param audits entries for the audit log
 */
public record LedgerChanges(
    List<Transfer> transfers,
    List<Refusal> refusals,
    Collection<Balance> balances,
    List<ItemCheckpoint> checkpoints,
    List<AuditEntry> audits) {

  /** Changes nothing. */
  public static final LedgerChanges NONE =
      new LedgerChanges(List.of(), List.of(), List.of(), List.of(), List.of());

  public LedgerChanges {
    transfers = List.copyOf(transfers);
    refusals = List.copyOf(refusals);
    balances = List.copyOf(balances);
    checkpoints = List.copyOf(checkpoints);
    audits = List.copyOf(audits);
  }

  public boolean isEmpty() {
    return transfers.isEmpty()
        && refusals.isEmpty()
        && balances.isEmpty()
        && checkpoints.isEmpty()
        && audits.isEmpty();
  }
}
