// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.scheduler;

import dev.onepass.domain.sweep.account.SweptAccount;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the third party lets the calls for one account take effect in the order in which they
 * were sent. Then a descent need not wait for each answer; otherwise not waiting costs more than it
 * gains, though never money. Learnt from accounts that did not wait: two of the last four that were
 * harmed end the attempt for a while, which grows from one time to the next. Not thread-safe.
 */
final class KeptOrder {

  private static final double WEIGHT = 0.25;
  private static final double HARM_MAX = 0.4;
  private static final double HARM_SUSPECTED = 0.3;
  private static final Duration PAUSE_FIRST = Duration.ofSeconds(10);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(10);

  private double harm;
  private long unlikelyUntilNanos = Long.MIN_VALUE;
  private Duration pause = PAUSE_FIRST;
  private @Nullable SweptAccount trial;

  /** Whether an account need not wait for its answers; after a pause, one at a time tries. */
  boolean mayTry(SweptAccount account, long nowNanos) {
    if (nowNanos < unlikelyUntilNanos) {
      return false;
    }
    if (harm < HARM_SUSPECTED) {
      return true;
    }
    trial = trial == null ? account : trial;
    return account.equals(trial);
  }

  /** The account makes no further calls. */
  void forget(SweptAccount account) {
    if (account.equals(trial)) {
      trial = null;
    }
  }

  /** An account that did not wait for its answers was swept: with its calls in order, or not. */
  void judge(boolean inOrder, long nowNanos) {
    harm += WEIGHT * ((inOrder ? 0 : 1) - harm);
    if (harm > HARM_MAX && nowNanos >= unlikelyUntilNanos) {
      unlikelyUntilNanos = nowNanos + pause.toNanos();
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(PAUSE_MAX) < 0 ? doubled : PAUSE_MAX;
      // The next attempt ends with the first that is harmed.
      harm = HARM_SUSPECTED;
    }
  }
}
