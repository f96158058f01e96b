// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.account;

import dev.onepass.domain.ledger.Checkpoint;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.Money;

/**
 * An item that nobody can go on with for now: its progress cannot be read, or its account cannot
 * hold more money. Its progress is left as it is, so that whoever goes on later asks again for all
 * that was not credited; the item shows why it waits.
 *
 * @param item as it is stored
 * @param inDoubt what may have been taken outside and is not credited
 * @param why why it waits, for people
 */
public record PutOff(BatchItem item, Money inDoubt, String why) {

  /** Returns what to store: unresolved, unless its end is known, and to be tried again later. */
  public Checkpoint checkpoint(SweepSettings settings) {
    int attempts = item.attempts() + 1;
    BatchItem given =
        new BatchItem(
            item.key(),
            item.state().isFinal() ? item.state() : ItemState.UNRESOLVED,
            item.fence(),
            item.progress(),
            item.checkpoints(),
            item.swept(),
            inDoubt,
            item.calls(),
            attempts,
            why);
    return new Checkpoint(given, Money.ZERO, settings.pauseAfter(attempts));
  }
}
