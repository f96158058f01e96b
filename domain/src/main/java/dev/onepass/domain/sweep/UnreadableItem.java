// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.ledger.Checkpoint;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.Money;

/**
 * An item whose progress this node cannot read: a later version of One-Pass wrote it, or somebody
 * edited it. Its progress is left as it is, for whoever can read it; the item shows why it waits.
 *
 * @param item as it was claimed
 * @param why why it cannot be read
 */
record UnreadableItem(BatchItem item, String why) {

  /** Returns what to store: unresolved, unless its end is known, and to be tried again later. */
  Checkpoint checkpoint(SweepSettings settings) {
    int attempts = item.attempts() + 1;
    BatchItem given =
        new BatchItem(
            item.key(),
            item.state().isFinal() ? item.state() : ItemState.UNRESOLVED,
            item.fence(),
            item.progress(),
            item.checkpoints(),
            item.swept(),
            item.inDoubt(),
            item.calls(),
            attempts,
            "its progress cannot be read: " + why);
    return new Checkpoint(given, Money.ZERO, settings.pauseAfter(attempts));
  }
}
