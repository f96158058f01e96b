// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.event;

import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;

/**
 * Hears what One-Pass does on this node: to count it, to log it, or to wake whoever waits for it.
 * Each method does nothing unless it is overridden.
 *
 * <p>The methods are called in the threads that do the work, several at a time: they must be
 * thread-safe, return soon, and not call One-Pass. What they throw is logged and harms nothing.
 *
 * <p>What is told has happened, and is durable where it says so. The reverse does not hold: a node
 * that dies between a commit and the call tells nobody. For what must not be missed read the {@link
 * dev.onepass.ports.ledger.Journal journal}.
 */
public interface OnePassListener {

  /** Does nothing with all it hears. */
  OnePassListener NONE = new OnePassListener() {};

  /**
   * A transfer got its outcome, before its caller is told. Posted and refused ones are durable; a
   * repeated request is told again, as replayed.
   */
  default void transferDecided(TransferCommand command, TransferOutcome outcome) {}

  /** A batch was accepted on this node, and is durable. */
  default void batchAccepted(BatchId batch, int accounts) {}

  /** This node has told the third party of the batch's end, which is durable. */
  default void batchFinished(BatchId batch) {}

  /**
   * An item of a batch was stored, which is durable: while its account is being swept, at its end,
   * and when it is put off.
   *
   * @param item as it is now
   * @param credited what was credited to the account together with it; may be zero
   */
  default void itemStored(BatchItem item, Money credited) {}

  /**
   * An item that this node worked on was claimed by another node meanwhile: nothing was stored. A
   * few are normal after a pause of this process; many mean that it stands still too often.
   */
  default void itemLost(ItemKey item) {}

  /**
   * The number of payment calls that may be in flight has changed.
   *
   * @param limit the calls, at least 1
   * @param isAway whether the third party seems to be away, so that there is but a call now and
   *     then
   */
  default void limitChanged(int limit, boolean isAway) {}

  /** The balance cache is read from now on, or no longer. */
  default void cacheTrusted(boolean isTrusted) {}
}
