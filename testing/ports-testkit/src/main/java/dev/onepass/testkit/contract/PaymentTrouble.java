// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import dev.onepass.ports.thirdparty.PayAnswer;

/** What the third party, or the way to it, can do to one payment call so that it is in doubt. */
public enum PaymentTrouble {
  /** Answered by a server error (a 5xx); nothing applied. */
  SERVER_ERROR_NOT_APPLIED(PayAnswer.Cause.SERVER_ERROR, false),
  /** Applied, and then answered by a server error. */
  SERVER_ERROR_APPLIED(PayAnswer.Cause.SERVER_ERROR, true),
  /** Applied, and never answered. */
  SILENCE_APPLIED(PayAnswer.Cause.TIMEOUT, true),
  /** The connection breaks before anything is applied. */
  BROKEN_NOT_APPLIED(PayAnswer.Cause.CONNECTION, false),
  /** Applied, and then the connection breaks. */
  BROKEN_APPLIED(PayAnswer.Cause.CONNECTION, true),
  /** Applied, and answered by something that nobody can read. */
  UNREADABLE_APPLIED(PayAnswer.Cause.UNREADABLE, true),
  /** Nothing applied, and answered as if settled, but with another call's request id. */
  FOREIGN_NOT_APPLIED(PayAnswer.Cause.UNREADABLE, false);

  private final PayAnswer.Cause cause;
  private final boolean applied;

  PaymentTrouble(PayAnswer.Cause cause, boolean applied) {
    this.cause = cause;
    this.applied = applied;
  }

  /** Why the caller is to be left in doubt. */
  public PayAnswer.Cause cause() {
    return cause;
  }

  /** Whether the payment takes effect all the same. */
  public boolean isApplied() {
    return applied;
  }
}
