// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.scheduler;

import dev.onepass.domain.limit.CallResult;
import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.domain.scheduler.NewPayments.Candidate;
import dev.onepass.domain.scheduler.Retries.Kind;
import dev.onepass.domain.scheduler.Retries.Retry;
import dev.onepass.domain.sweep.account.Standing;
import dev.onepass.domain.sweep.account.SweptAccount;
import dev.onepass.domain.sweep.plan.PaymentRef;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses whose call is next, within what the concurrency limit allows.
 *
 * <p>Every second call is for a payment that failed and is due again, since its account waits for
 * it; one that keeps failing gets every sixteenth, or what is to spare, and so does an account that
 * was given up before: were there more, accounts that nobody answers for would take the permits of
 * all others. The other calls are {@link NewPayments}.
 *
 * <p>Payments that keep failing get half of the permits at most, which they may hold for long. Put
 * with them is what is likely to do the same: a payment that was not answered in time, and, while
 * the first calls for batches of which no account was answered mostly fail, these batches. Of
 * failures that are the accounts' own fault ({@link Blame}) the limit does not hear.
 *
 * <p>Pure: times are handed in, and nothing is called. Not thread-safe.
 */
public final class Dispatcher {

  /** One of so many calls is for payments that keep failing, if others wait. */
  private static final int STUBBORN_TURNS = 16;

  private static final Duration THROTTLED_MAX = Duration.ofHours(1);

  private final ConcurrencyLimit limit;
  private final SweepSettings settings;

  private final NewPayments newPayments = new NewPayments();
  private final Retries retries = new Retries();
  private final Blame blame = new Blame();
  private final FailedPayments failed;
  private int inFlight;
  private int slowInFlight;
  private int stubbornInFlight;
  private boolean othersFirst;
  private int stubbornTurn;

  public Dispatcher(ConcurrencyLimit limit, SweepSettings settings, RandomGenerator random) {
    this.limit = limit;
    this.settings = settings;
    this.failed = new FailedPayments(limit, settings, random, blame, retries);
  }

  /** Gives an account its turn, now that it may have a payment to send. */
  public void offer(SweptAccount account) {
    if (account.isSweeping()) {
      newPayments.offer(account);
    }
  }

  /**
   * Forgets an account that is not swept any more: done, given up, or another node's. What is
   * queued for it is passed over when it comes up.
   */
  public void remove(SweptAccount account) {
    newPayments.remove(account);
  }

  /** A batch has become proven. */
  public void proven(Standing batch) {
    newPayments.proven(batch);
  }

  /** The next call to send now, or null if none may or can be. */
  public @Nullable PayCall next(long nowNanos) {
    if (limit.available(nowNanos) <= 0) {
      return null;
    }
    PayCall call = isStubbornsTurn() ? nextStubborn(nowNanos) : null;
    call = call == null && isOthersTurn(nowNanos) ? nextNew(nowNanos) : call;
    call = call != null ? call : retry(Kind.PROMPT, nowNanos);
    call = call != null || !maySlow() ? call : retry(Kind.SLOW, nowNanos);
    call = call != null ? call : nextNew(nowNanos);
    return call != null ? call : nextStubborn(nowNanos);
  }

  private @Nullable PayCall nextStubborn(long nowNanos) {
    if (!mayTryStubborn()) {
      return null;
    }
    PayCall call = start(newPayments.nextUnproven(nowNanos), nowNanos);
    call = call != null ? call : retry(Kind.STUBBORN, nowNanos);
    call = call != null ? call : start(newPayments.nextDoubtful(nowNanos), nowNanos);
    if (call == null) {
      return null;
    }
    stubbornInFlight++;
    return call.asStubborn();
  }

  private boolean mayTryStubborn() {
    return stubbornInFlight < Math.max(1, limit.limit() / 2) || limit.isAway();
  }

  private boolean isStubbornsTurn() {
    stubbornTurn = (stubbornTurn + 1) % STUBBORN_TURNS;
    return stubbornTurn == 0;
  }

  /**
   * Payments to repeat take turns with all others. While the third party seems to be away, all
   * others come first: another account is what tells whether it is, or only those that were called.
   */
  private boolean isOthersTurn(long nowNanos) {
    othersFirst = !othersFirst && retries.isDue(Kind.PROMPT, nowNanos);
    return othersFirst || limit.isAway();
  }

  private boolean maySlow() {
    return slowInFlight < settings.slowConcurrency();
  }

  private @Nullable PayCall retry(Kind kind, long nowNanos) {
    Retry retry = retries.poll(kind, nowNanos);
    return retry == null
        ? null
        : start(retry.account(), retry.ref(), retry.failures(), kind == Kind.SLOW, nowNanos);
  }

  /** While the third party seems to be away, an unproven account is as good as any to find out. */
  private @Nullable PayCall nextNew(long nowNanos) {
    boolean alsoUnproven = limit.isAway() || !blame.isLikelyForUnprovenBatches();
    return start(newPayments.next(alsoUnproven, nowNanos), nowNanos);
  }

  private @Nullable PayCall start(@Nullable Candidate next, long nowNanos) {
    return next == null ? null : start(next.account(), next.ref(), 0, false, nowNanos);
  }

  private PayCall start(
      SweptAccount account, PaymentRef ref, int failures, boolean slow, long nowNanos) {
    inFlight++;
    slowInFlight += slow ? 1 : 0;
    account.called();
    long permit = limit.started(account.key().uid().value(), nowNanos);
    int counted = account.isDoubtful() ? Math.max(failures, FailedPayments.STUBBORN) : failures;
    return new PayCall(account, ref, permit, counted, slow, false);
  }

  /** A call has ended. The caller offers its account again, unless there is nothing left to do. */
  public void answered(PayCall call, PayAnswer answer, long nowNanos) {
    inFlight--;
    slowInFlight -= call.slow() ? 1 : 0;
    stubbornInFlight -= call.stubborn() ? 1 : 0;
    call.account().answered();
    if (call.failures() == 0) {
      blame.heard(
          call.account().isProven(), call.account().standing().isProven(), answer.isDefinite());
    }
    if (answer.isDefinite()) {
      blame.answered(nowNanos);
    }
    limit.answered(call.permit(), kind(call, answer, nowNanos), hasBacklog(nowNanos), nowNanos);
    if (answer.isDefinite()) {
      for (PaymentRef aside : call.account().succeeded()) {
        retries.add(Kind.PROMPT, call.account(), aside, 0, nowNanos);
      }
      call.account().sweep().answered(call.ref(), answer);
      newPayments.judgeOrder(call.account(), nowNanos);
      return;
    }
    if (answer instanceof PayAnswer.Throttled throttled) {
      Duration asked = throttled.retryAfter();
      Duration pause = asked.compareTo(THROTTLED_MAX) < 0 ? asked : THROTTLED_MAX;
      limit.pauseUntil(nowNanos + pause.toNanos());
      // Nothing was applied and nothing is wrong with the account.
      again(call, nowNanos);
      return;
    }
    if (!(answer instanceof PayAnswer.InDoubt doubt && doubt.cause() == Cause.NOT_SENT)) {
      call.account().sweep().lostSightOf(call.ref());
    }
    if (!failed.keep(call, answer, nowNanos)) {
      remove(call.account());
    }
  }

  /** Whether a call's payment is, since its answer, among those that keep failing. */
  public boolean isStubbornSince(PayCall call) {
    return call.failures() == FailedPayments.STUBBORN - 1 && call.account().isFailing();
  }

  private CallResult kind(PayCall call, PayAnswer answer, long nowNanos) {
    if (answer.isDefinite()) {
      return CallResult.DEFINITE;
    }
    if (answer instanceof PayAnswer.Throttled) {
      return CallResult.THROTTLED;
    }
    boolean saysNothing =
        call.failures() >= FailedPayments.STUBBORN
            || (!call.account().isProven() && blame.isOnAccounts(nowNanos));
    return saysNothing ? CallResult.FAILED_AGAIN : CallResult.FAILED;
  }

  private void again(PayCall call, long nowNanos) {
    if (call.account().isSweeping()) {
      retries.add(Kind.PROMPT, call.account(), call.ref(), call.failures(), nowNanos);
    }
  }

  private boolean hasBacklog(long nowNanos) {
    boolean alsoStubborn = mayTryStubborn();
    return newPayments.isDue(alsoStubborn, nowNanos)
        || retries.isDue(Kind.PROMPT, nowNanos)
        || (alsoStubborn && retries.isDue(Kind.STUBBORN, nowNanos));
  }

  /**
   * When to ask {@link #next} again although no answer came: when a retry will be due, or, if calls
   * wait for permits, when the limit may give some.
   */
  public long wakeNanos(long nowNanos) {
    long wake = Math.min(retries.wakeNanos(nowNanos), newPayments.wakeNanos(nowNanos));
    boolean waits = hasBacklog(nowNanos) || retries.isDue(Kind.SLOW, nowNanos);
    return waits && limit.available(nowNanos) <= 0
        ? Math.min(wake, Math.max(nowNanos + 1, limit.wakeNanos(nowNanos)))
        : wake;
  }

  /** The third party is back after an outage: what waits long pauses because of it is due. */
  public void hasten(long nowNanos) {
    retries.hasten(nowNanos);
  }

  public int inFlight() {
    return inFlight;
  }

  public int limit() {
    return limit.limit();
  }

  /** Whether the third party seems to be away, so that few calls are made. */
  public boolean isAway() {
    return limit.isAway();
  }

  /** Accounts of a batch that no call was made for as yet. */
  public int fresh(Standing batch) {
    return newPayments.fresh(batch);
  }

  /** Those of all batches that are not proven. */
  public int unproven() {
    return newPayments.unproven();
  }

  /** Whether all that is left to call are payments of the slow phase. */
  public boolean isSlow() {
    return !newPayments.isAnyLeft()
        && retries.isEmpty(Kind.PROMPT)
        && retries.isEmpty(Kind.STUBBORN)
        && inFlight == slowInFlight
        && (slowInFlight > 0 || !retries.isEmpty(Kind.SLOW));
  }
}
