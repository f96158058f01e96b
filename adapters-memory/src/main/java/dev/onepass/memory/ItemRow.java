// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import java.time.Duration;
import java.util.Comparator;

/**
 * A batch item and when it may be claimed. Immutable.
 *
 * @param owner who claimed it last; empty before, and when it is given up or done
 * @param availableAt from when on it may be claimed, if it is not final
 */
record ItemRow(BatchItem item, String owner, Duration availableAt) {

  static final Comparator<ItemRow> LONGEST_WAITING_FIRST =
      Comparator.comparing(ItemRow::availableAt).thenComparing(row -> row.item.key().uid());

  static ItemRow open(ItemKey key, Duration availableAt) {
    return new ItemRow(BatchItem.untouched(key), "", availableAt);
  }

  ItemRow claimedBy(String newOwner, Duration until) {
    return new ItemRow(item.claimed(), newOwner, until);
  }

  ItemRow resumed(Duration instant) {
    return new ItemRow(item.state().isFinal() ? item.reopened() : item, "", instant);
  }

  ItemRow movedTo(Duration instant) {
    return new ItemRow(item, owner, instant);
  }
}
