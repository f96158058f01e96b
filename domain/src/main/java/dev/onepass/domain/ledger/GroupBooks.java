// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemCheckpoint;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerSnapshot;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The books as they stand in the middle of a group: what the transaction read, overlaid with what
 * the group has written so far, so that each command sees those before it. Used by one thread.
 */
final class GroupBooks {

  private final LedgerSnapshot snapshot;
  private final boolean looked;
  private final Instant now;
  private final Map<Uid, Balance> balances = new HashMap<>();
  private final Map<RequestId, Recorded> recorded = new HashMap<>();
  private final List<Transfer> transfers = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  // One per item: of several in a group the last says it all.
  private final Map<ItemKey, ItemCheckpoint> checkpoints = new HashMap<>();

  /**
   * @param looked whether the snapshot has all that is recorded of the group's request ids;
   *     otherwise it has none of it
   * @param now the time that everything in this group bears; to the millisecond
   */
  GroupBooks(LedgerSnapshot snapshot, boolean looked, Instant now) {
    this.snapshot = snapshot;
    this.looked = looked;
    this.now = now;
  }

  /** Whether a request id that nothing is {@linkplain #recorded known} of was never used. */
  boolean isKnownWhatIsRecorded() {
    return looked;
  }

  Instant now() {
    return now;
  }

  /** Null if there is no such account. */
  @Nullable Balance balance(Uid uid) {
    Balance changed = balances.get(uid);
    return changed != null ? changed : snapshot.balances().get(uid);
  }

  /** What the request id stands for; null if it was never used. */
  @Nullable Recorded recorded(RequestId id) {
    Recorded here = recorded.get(id);
    return here != null ? here : snapshot.recorded().get(id);
  }

  /** Whether the item is still worked on under the claim that this state of it was made under. */
  boolean isHeld(BatchItem item) {
    Long fence = snapshot.fences().get(item.key());
    return fence != null && fence == item.fence();
  }

  void post(Transfer transfer) {
    transfers.add(transfer);
    recorded.put(transfer.requestId(), transfer);
    balances.put(transfer.credit(), transfer.creditAfter());
    Balance debited = transfer.debitAfter();
    if (debited != null) {
      balances.put(transfer.debit(), debited);
    }
  }

  void refuse(Refusal refusal) {
    refusals.add(refusal);
    recorded.put(refusal.requestId(), refusal);
  }

  void write(ItemCheckpoint checkpoint) {
    checkpoints.put(checkpoint.item().key(), checkpoint);
  }

  /**
   * All balances that were read, as they are after the group. Those that did not change count too:
   * their last change may have been committed by a try whose answer got lost.
   */
  Collection<Balance> balances() {
    if (balances.keySet().containsAll(snapshot.balances().keySet())) {
      return balances.values();
    }
    Map<Uid, Balance> all = new HashMap<>(snapshot.balances());
    all.putAll(balances);
    return all.values();
  }

  LedgerChanges changes() {
    return new LedgerChanges(
        transfers, refusals, balances.values(), List.copyOf(checkpoints.values()), List.of());
  }
}
