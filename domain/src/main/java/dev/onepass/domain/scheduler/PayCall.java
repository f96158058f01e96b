// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.scheduler;

import dev.onepass.domain.sweep.account.SweptAccount;
import dev.onepass.domain.sweep.plan.PaymentRef;
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
public record PayCall(
    SweptAccount account,
    PaymentRef ref,
    long permit,
    int failures,
    boolean slow,
    boolean stubborn) {

  /** The same, made among those that are likely to fail. */
  public PayCall asStubborn() {
    return new PayCall(account, ref, permit, failures, slow, true);
  }

  public Payment payment() {
    return new Payment(
        ref.transactionId(account.key()),
        account.key().uid(),
        Money.ofCents(account.sweep().cents(ref)));
  }
}
