// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static java.util.Objects.requireNonNull;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import java.time.Duration;

/**
 * A request to store how far the sweep of an account is, together with the credit of what it took
 * since the last checkpoint: both or neither. Immutable.
 *
 * <p>The credit's request id is made of the batch, the account and {@code item.checkpoints()}. So a
 * checkpoint that may or may not have been written must be repeated with the same content, and
 * counts once; or its item be given up and claimed anew, which shows what was written.
 *
 * @param item the item as it shall be: {@code swept} includes the credit, {@code checkpoints}
 *     counts it, {@code fence} is the token of the claim it was worked under
 * @param credit what is to be credited to the account; zero for progress alone
 * @param availableIn after which time the item may be claimed again, if it is not final
 */
public record Checkpoint(BatchItem item, Money credit, Duration availableIn) {

  /**
   * @throws IllegalArgumentException if the credit or the time is negative, or the item does not
   *     count the credit
   */
  public Checkpoint {
    requireNonNull(item, "item");
    if (credit.isNegative() || availableIn.isNegative()) {
      throw new IllegalArgumentException(
          "negative credit or time of " + item.key() + ": " + credit + ", " + availableIn);
    }
    if (credit.isPositive() && (item.checkpoints() < 1 || item.swept().isLessThan(credit))) {
      throw new IllegalArgumentException(
          "the item " + item.key() + " does not count the credit of " + credit);
    }
  }

  /** The request id of the credit. */
  RequestId requestId() {
    return RequestId.ofSweep(item.key().batch(), item.key().uid(), item.checkpoints());
  }
}
