// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.time.Instant;

/**
 * The record that the ledger keeps of a request id for ever: that it moved money, or that it never
 * will.
 */
public sealed interface Recorded permits Transfer, Refusal {

  RequestId requestId();

  Uid debit();

  Uid credit();

  Money amount();

  /** When it was decided, by the clock of the node that did. */
  Instant at();

  /** Whether another request means the same movement of money. */
  default boolean isFor(Uid otherDebit, Uid otherCredit, Money otherAmount) {
    return debit().equals(otherDebit)
        && credit().equals(otherCredit)
        && amount().equals(otherAmount);
  }
}
