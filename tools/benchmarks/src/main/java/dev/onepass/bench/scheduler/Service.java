// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

/** The third party as a client sees it. */
interface Service {

  /**
   * Sends a payment; the answer comes later, by {@link Client#answered}.
   *
   * @param account from 0
   * @param transaction the payment's id: the same number is the same payment, moved once; dense,
   *     from 0
   */
  void pay(int account, int transaction, long cents);
}
