// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.Money;
import java.time.Duration;
import java.util.Comparator;

/**
 * A batch item and when it may be claimed. Immutable.
 *
 * @param owner who claimed it last, for people looking at it; empty before
 * @param availableAt from when on it may be claimed, if it is not final
 */
record ItemRow(BatchItem item, String owner, Duration availableAt) {

  static final Comparator<ItemRow> LONGEST_WAITING_FIRST =
      Comparator.comparing(ItemRow::availableAt).thenComparing(row -> row.item.key().uid());

  static ItemRow open(ItemKey key, Duration availableAt) {
    BatchItem item = new BatchItem(key, ItemState.OPEN, 0, "", 0, Money.ZERO, Money.ZERO, 0, 0, "");
    return new ItemRow(item, "", availableAt);
  }

  ItemRow claimedBy(String newOwner, Duration until) {
    BatchItem claimed =
        new BatchItem(
            item.key(),
            item.state(),
            item.fence() + 1,
            item.progress(),
            item.checkpoints(),
            item.swept(),
            item.inDoubt(),
            item.calls(),
            item.attempts(),
            item.note());
    return new ItemRow(claimed, newOwner, until);
  }

  ItemRow movedTo(Duration instant) {
    return new ItemRow(item, owner, instant);
  }
}
