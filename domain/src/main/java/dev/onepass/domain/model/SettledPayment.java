// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.model;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;

/**
 * A payment as the third party's statement has it. Immutable.
 *
 * @param transactionId the id that it was asked for under
 * @param uid the external account that paid
 * @param amount what it paid; above zero
 */
public record SettledPayment(String transactionId, Uid uid, Money amount) {

  /**
   * @throws IllegalArgumentException if there is no id, no account or no amount
   */
  public SettledPayment {
    if (transactionId.isBlank() || uid.isExternal() || !amount.isPositive()) {
      throw new IllegalArgumentException(
          "no payment: '%s', %s, %s".formatted(transactionId, uid, amount));
    }
  }
}
