// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.ports.batch.AnswerRates;
import dev.onepass.ports.thirdparty.PayAnswer;

/** Answers a second, over the last full second. Not thread-safe. */
final class Rate {

  private static final long SECOND = 1_000_000_000L;

  private long secondStart;
  private AnswerRates current = AnswerRates.NONE;
  private AnswerRates last = AnswerRates.NONE;

  void count(PayAnswer answer, long nowNanos) {
    roll(nowNanos);
    current = current.plus(answer);
  }

  AnswerRates perSecond(long nowNanos) {
    roll(nowNanos);
    return last;
  }

  private void roll(long nowNanos) {
    long passed = nowNanos - secondStart;
    if (passed >= SECOND) {
      last = passed < 2 * SECOND ? current : AnswerRates.NONE;
      current = AnswerRates.NONE;
      secondStart = nowNanos;
    }
  }
}
