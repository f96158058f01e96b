// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.scheduler;

import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.domain.scheduler.Retries.Kind;
import dev.onepass.domain.supervision.Backoff;
import dev.onepass.domain.sweep.account.SweptAccount;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decides when a payment that failed is asked for again, and when its account is given up. Of an
 * account whose payments keep failing one is tried, and the others wait for it. What has kept
 * failing for the fast phase's length is in the slow phase: few calls, growing pauses; what fails
 * for the whole budget has its account given up. Not thread-safe.
 */
final class FailedPayments {

  /** Failures in a row after which a payment is among those that keep failing. */
  static final int STUBBORN = 3;

  private static final Backoff STUBBORN_PAUSE = Backoff.ofMillis(40, 2_000);
  private static final Duration SLOW_PAUSE_FIRST = Duration.ofSeconds(1);
  private static final Duration SLOW_PAUSE_MAX = Duration.ofMinutes(1);

  private final ConcurrencyLimit limit;
  private final SweepSettings settings;
  private final RandomGenerator random;
  private final Blame blame;
  private final Retries retries;

  FailedPayments(
      ConcurrencyLimit limit,
      SweepSettings settings,
      RandomGenerator random,
      Blame blame,
      Retries retries) {
    this.limit = limit;
    this.settings = settings;
    this.random = random;
    this.blame = blame;
    this.retries = retries;
  }

  /**
   * Has a payment asked for again after a pause.
   *
   * @return false if its account is not swept any more
   */
  boolean keep(PayCall call, PayAnswer why, long nowNanos) {
    SweptAccount account = call.account();
    long failingNanos = account.failed(why, nowNanos);
    Duration budget = account.isDoubtful() ? settings.fastPhase() : settings.slowBudget();
    if (failingNanos >= budget.toNanos()) {
      account.giveUp();
    }
    if (!account.isSweeping()) {
      return false;
    }
    int failures = call.failures() + 1;
    if (failures < STUBBORN) {
      long at = limit.retryNanos(failures, nowNanos);
      retries.add(kind(account, why), account, call.ref(), failures, at);
    } else if (!account.isToTryFirst(call.ref())) {
      // One payment that keeps failing is enough to find out whether the account is answered for.
      account.putAside(call.ref());
    } else if (failingNanos < settings.fastPhase().toNanos()) {
      long at = nowNanos + STUBBORN_PAUSE.after(failures - STUBBORN + 1L).toNanos();
      retries.add(Kind.STUBBORN, account, call.ref(), failures, at);
    } else {
      long at = nowNanos + slowPauseNanos(failingNanos);
      retries.add(Kind.SLOW, account, call.ref(), failures, at);
    }
    return true;
  }

  /** Nobody waits long for what is likely to fail, or to hold a permit until it is given up. */
  private Kind kind(SweptAccount account, PayAnswer why) {
    boolean isLikelyToFail = !account.standing().isProven() && blame.isLikelyForUnprovenBatches();
    boolean isSlow = why instanceof PayAnswer.InDoubt doubt && doubt.cause() == Cause.TIMEOUT;
    return isLikelyToFail || isSlow ? Kind.STUBBORN : Kind.PROMPT;
  }

  /** As long again as it has been failing in the slow phase, within limits, and up to half more. */
  private long slowPauseNanos(long failingNanos) {
    long base = failingNanos - settings.fastPhase().toNanos();
    long pause = Math.min(SLOW_PAUSE_MAX.toNanos(), Math.max(SLOW_PAUSE_FIRST.toNanos(), base));
    return pause + random.nextLong(pause / 2);
  }
}
