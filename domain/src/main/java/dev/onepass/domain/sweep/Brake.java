// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.supervision.Backoff;
import java.time.Duration;

/**
 * Pauses a batch of which nearly every account is refused: a wrong configuration is more likely
 * than that many bad accounts, and each refusal is final. A refused account counts one, any other
 * that ends takes off four; at twenty the batch pauses.
 *
 * <pre>
 *   state     leaves it by
 *   RELEASED  twenty refusals: ON
 *   ON        the pause is over: TRYING, release: RELEASED
 *   TRYING    twice as many refusals as before: ON, for longer; accounts that end well, so that
 *             nothing is counted any more, or release: RELEASED
 * </pre>
 *
 * <p>Pauses and counts double each time, so that a batch ends even if all its accounts are refused
 * rightly. Used from within the mailbox.
 */
final class Brake {

  private static final int REFUSED_FIRST = 20;
  private static final int OTHERS_COUNT = 4;
  private static final int DOUBLINGS_MAX = 20;
  private static final Backoff PAUSES = Backoff.ofMillis(30_000, 900_000);

  private int refused;
  private int pauses;
  private long untilNanos;
  private String last = "";

  /** An account was refused; returns whether the batch has to pause from now on. */
  boolean refused(String why, long nowNanos) {
    refused++;
    last = why;
    if (isOn(nowNanos) || refused < REFUSED_FIRST << Math.min(DOUBLINGS_MAX, pauses)) {
      return false;
    }
    refused = 0;
    pauses++;
    untilNanos = nowNanos + pause().toNanos();
    return true;
  }

  /** An account ended otherwise; returns whether the batch has done with pauses by that. */
  boolean endedWell(long nowNanos) {
    refused = Math.max(0, refused - OTHERS_COUNT);
    boolean over = pauses > 0 && refused == 0 && !isOn(nowNanos);
    if (over) {
      release();
    }
    return over;
  }

  /** Has the batch go on at once: somebody has mended what was wrong. */
  void release() {
    refused = 0;
    pauses = 0;
  }

  /** Whether no account may be claimed. */
  boolean isOn(long nowNanos) {
    return nanosLeft(nowNanos) > 0;
  }

  /** For how long no account may be claimed; zero or less if one may. */
  long nanosLeft(long nowNanos) {
    return pauses == 0 ? 0 : untilNanos - nowNanos;
  }

  /** How long the pause is that has begun last. */
  Duration pause() {
    return PAUSES.after(pauses);
  }

  /** Why the batch pauses, for people. */
  String reason() {
    return "nearly all accounts are refused, the last: " + last;
  }
}
