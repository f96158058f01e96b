// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.thirdparty.Payment;

/**
 * One call to the third party.
 *
 * @param account whose
 * @param ref which payment
 * @param permit the number that the concurrency limit knows the call by
 * @param failures how often this payment has failed in a row before
 * @param slow whether it belongs to the slow phase
 * @param stubborn whether it was made among those that are likely to fail
 */
record PayCall(
    SweptAccount account,
    PaymentRef ref,
    long permit,
    int failures,
    boolean slow,
    boolean stubborn) {

  /** The same, made among those that are likely to fail. */
  PayCall asStubborn() {
    return new PayCall(account, ref, permit, failures, slow, true);
  }

  Payment payment() {
    return new Payment(
        ref.transactionId(account.key()),
        account.key().uid(),
        Money.ofCents(account.sweep().cents(ref)));
  }
}
