// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator.bank;

/**
 * The sums over all accounts.
 *
 * <p>The three amounts are kept independently of each other, so {@link #conserved()} is a check and
 * not a tautology. It holds at every moment, also while payments run.
 *
 * @param accounts how many accounts there are
 * @param fundedCents what was put in, less what a balance that was set lower took out
 * @param remainingCents the sum of the balances
 * @param settledCents the sum of all settled payments
 * @param payments how many payments have settled
 */
public record BankTotals(
    long accounts, long fundedCents, long remainingCents, long settledCents, long payments) {

  /** Whether no cent appeared or vanished: funded = remaining + settled. */
  public boolean conserved() {
    return fundedCents == remainingCents + settledCents;
  }

  BankTotals plus(BankTotals other) {
    return new BankTotals(
        accounts + other.accounts,
        fundedCents + other.fundedCents,
        remainingCents + other.remainingCents,
        settledCents + other.settledCents,
        payments + other.payments);
  }
}
