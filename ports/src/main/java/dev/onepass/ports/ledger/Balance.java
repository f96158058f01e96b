// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;

/**
 * An account's balance as of one version. Immutable.
 *
 * @param uid whose
 * @param amount how much; never below zero
 * @param version grows with every change of the account; of two balances of one account the one
 *     with the greater version is the newer. Zero for an account that never changed
 */
public record Balance(Uid uid, Money amount, long version) {

  /**
   * @throws IllegalArgumentException if the balance is below zero
   */
  public Balance {
    if (amount.isNegative()) {
      throw new IllegalArgumentException("balance of " + uid + " below zero: " + amount);
    }
  }

  /** The balance of an account that does not exist yet. */
  public static Balance none(Uid uid) {
    return new Balance(uid, Money.ZERO, 0);
  }

  public Balance plus(Money credit) {
    return new Balance(uid, amount.plus(credit), version + 1);
  }

  /**
   * @throws IllegalArgumentException if the debit is larger than the balance
   */
  public Balance minus(Money debit) {
    return new Balance(uid, amount.minus(debit), version + 1);
  }
}
