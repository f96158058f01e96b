// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.batch;

import dev.onepass.ports.thirdparty.PayAnswer;

/**
 * The rates of the answers to payment calls, per second. Immutable.
 *
 * @param settled paid, now or by an earlier call with the same transaction id
 * @param insufficient the external account held less; what a sweep learns most from
 * @param refused there is no such account, or the third party does not understand the call
 * @param throttled not applied, as too much was asked
 * @param inDoubt without a definite answer
 */
public record AnswerRates(
    long settled, long insufficient, long refused, long throttled, long inDoubt) {

  public static final AnswerRates NONE = new AnswerRates(0, 0, 0, 0, 0);

  /** These and one answer more. */
  public AnswerRates plus(PayAnswer answer) {
    if (answer instanceof PayAnswer.Settled) {
      return new AnswerRates(settled + 1, insufficient, refused, throttled, inDoubt);
    }
    if (answer instanceof PayAnswer.Insufficient) {
      return new AnswerRates(settled, insufficient + 1, refused, throttled, inDoubt);
    }
    if (answer instanceof PayAnswer.Throttled) {
      return new AnswerRates(settled, insufficient, refused, throttled + 1, inDoubt);
    }
    if (!answer.isDefinite()) {
      return new AnswerRates(settled, insufficient, refused, throttled, inDoubt + 1);
    }
    return new AnswerRates(settled, insufficient, refused + 1, throttled, inDoubt);
  }

  /** All calls that came back. */
  public long total() {
    return settled + insufficient + refused + throttled + inDoubt;
  }
}
