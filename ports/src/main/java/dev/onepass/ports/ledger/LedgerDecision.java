// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

/**
 * Decides, from what a transaction read, what it writes. Pure: its caller may repeat the
 * transaction, and then it is asked again with another snapshot. Changes only accounts and items
 * that were read.
 *
 * @param <T> what the caller of the transaction wants to know of the decision
 */
@FunctionalInterface
public interface LedgerDecision<T> {

  Decided<T> decide(LedgerSnapshot snapshot);

  /**
   * @param changes what to write
   * @param result what to hand to the caller once it is committed
   */
  record Decided<T>(LedgerChanges changes, T result) {}
}
