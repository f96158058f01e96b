// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.limit.Answer;
import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.ports.thirdparty.PayAnswer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses whose call is next, within what the concurrency limit allows.
 *
 * <p>First come payments that failed and are due again, since their accounts wait for them. Then
 * each account in turn: those of unknown size first, because a large one takes longest and cannot
 * be told from a small one before; then those with the most calls left. With permits to spare,
 * accounts in bulk get further calls on the chance of being of use. A payment that has kept failing
 * for the fast phase's length is in the slow phase: few calls, growing pauses; one that fails for
 * the whole budget has its account given up.
 *
 * <p>Pure: times are handed in, and nothing is called. Not thread-safe.
 */
final class Dispatcher {

  private record Retry(
      long atNanos, long order, SweptAccount account, PaymentRef ref, int failures) {
    static final Comparator<Retry> BY_TIME =
        Comparator.comparingLong(Retry::atNanos).thenComparingLong(Retry::order);
  }

  private record Turn(int rank, long order, SweptAccount account) {
    static final Comparator<Turn> BY_RANK =
        Comparator.comparingInt(Turn::rank).thenComparingLong(Turn::order);
  }

  private static final Duration SLOW_PAUSE_FIRST = Duration.ofSeconds(1);
  private static final Duration SLOW_PAUSE_MAX = Duration.ofMinutes(1);

  private final ConcurrencyLimit limit;
  private final SweepSettings settings;
  private final RandomGenerator random;

  private final PriorityQueue<Turn> turns = new PriorityQueue<>(Turn.BY_RANK);
  private final Set<SweptAccount> waiting = new HashSet<>();
  private final Deque<SweptAccount> spare = new ArrayDeque<>();
  private final Set<SweptAccount> sparing = new HashSet<>();
  private final PriorityQueue<Retry> retries = new PriorityQueue<>(Retry.BY_TIME);
  private final PriorityQueue<Retry> slowRetries = new PriorityQueue<>(Retry.BY_TIME);
  private long order;
  private int inFlight;
  private int slowInFlight;

  Dispatcher(ConcurrencyLimit limit, SweepSettings settings, RandomGenerator random) {
    this.limit = limit;
    this.settings = settings;
    this.random = random;
  }

  /** Gives an account its turn, now that it may have a payment to send. */
  void offer(SweptAccount account) {
    if (account.isSweeping() && waiting.add(account)) {
      int rank =
          account.sweep().isInBulk() ? 0 : Integer.MAX_VALUE - account.sweep().remainingStages();
      turns.add(new Turn(rank, order++, account));
    }
  }

  /** Forgets an account: it is done, given up, or another node's. */
  void remove(SweptAccount account) {
    if (waiting.remove(account)) {
      turns.removeIf(turn -> turn.account == account);
    }
    if (sparing.remove(account)) {
      spare.remove(account);
    }
    retries.removeIf(retry -> retry.account == account);
    slowRetries.removeIf(retry -> retry.account == account);
  }

  /** The next call to send now, or null if none may or can be. */
  @Nullable PayCall next(long nowNanos) {
    if (limit.available(nowNanos) <= 0) {
      return null;
    }
    PayCall call = dueRetry(nowNanos);
    if (call == null) {
      call = nextTurn(nowNanos);
    }
    return call != null ? call : nextSpare(nowNanos);
  }

  private @Nullable PayCall dueRetry(long nowNanos) {
    if (isDue(retries, nowNanos)) {
      Retry retry = retries.remove();
      return start(retry.account, retry.ref, retry.failures, false, nowNanos);
    }
    if (slowInFlight < settings.slowConcurrency() && isDue(slowRetries, nowNanos)) {
      Retry retry = slowRetries.remove();
      return start(retry.account, retry.ref, retry.failures, true, nowNanos);
    }
    return null;
  }

  private static boolean isDue(PriorityQueue<Retry> queue, long nowNanos) {
    Retry first = queue.peek();
    return first != null && first.atNanos <= nowNanos;
  }

  private @Nullable PayCall nextTurn(long nowNanos) {
    for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
      SweptAccount account = turn.account;
      waiting.remove(account);
      PaymentRef ref = account.sweep().next(false);
      if (account.sweep().mayBeAddedTo() && sparing.add(account)) {
        spare.add(account);
      }
      if (ref != null) {
        return start(account, ref, 0, false, nowNanos);
      }
    }
    return null;
  }

  private @Nullable PayCall nextSpare(long nowNanos) {
    for (SweptAccount account = spare.poll(); account != null; account = spare.poll()) {
      PaymentRef ref = account.sweep().next(true);
      if (ref != null) {
        spare.add(account);
        return start(account, ref, 0, false, nowNanos);
      }
      sparing.remove(account);
    }
    return null;
  }

  private PayCall start(
      SweptAccount account, PaymentRef ref, int failures, boolean slow, long nowNanos) {
    inFlight++;
    slowInFlight += slow ? 1 : 0;
    account.called();
    long permit = limit.started(account.key().uid().value(), nowNanos);
    return new PayCall(account, ref, permit, failures, slow);
  }

  /** A call has ended. The caller offers its account again, unless there is nothing left to do. */
  void answered(PayCall call, PayAnswer answer, long nowNanos) {
    inFlight--;
    slowInFlight -= call.slow() ? 1 : 0;
    call.account().answered();
    limit.answered(call.permit(), kind(answer), hasBacklog(nowNanos), nowNanos);
    if (answer.isDefinite()) {
      call.account().succeeded();
      call.account().sweep().answered(call.ref(), answer);
      return;
    }
    if (answer instanceof PayAnswer.Throttled throttled) {
      limit.pauseUntil(nowNanos + throttled.retryAfter().toNanos());
    }
    retryLater(call, nowNanos);
  }

  private static Answer kind(PayAnswer answer) {
    if (answer.isDefinite()) {
      return Answer.DEFINITE;
    }
    return answer instanceof PayAnswer.Throttled ? Answer.THROTTLED : Answer.FAILED;
  }

  private void retryLater(PayCall call, long nowNanos) {
    SweptAccount account = call.account();
    long failingNanos = account.failed(nowNanos);
    if (failingNanos >= settings.slowBudget().toNanos()) {
      account.giveUp();
      remove(account);
    }
    if (!account.isSweeping()) {
      return;
    }
    int failures = call.failures() + 1;
    if (failingNanos >= settings.fastPhase().toNanos()) {
      long at = nowNanos + slowPauseNanos(failingNanos);
      slowRetries.add(new Retry(at, order++, account, call.ref(), failures));
    } else {
      long at = limit.retryNanos(failures, nowNanos);
      retries.add(new Retry(at, order++, account, call.ref(), failures));
    }
  }

  /** As long again as it has been failing in the slow phase, within limits, and up to half more. */
  private long slowPauseNanos(long failingNanos) {
    long base = failingNanos - settings.fastPhase().toNanos();
    long pause = Math.min(SLOW_PAUSE_MAX.toNanos(), Math.max(SLOW_PAUSE_FIRST.toNanos(), base));
    return pause + random.nextLong(pause / 2);
  }

  private boolean hasBacklog(long nowNanos) {
    return !turns.isEmpty() || !spare.isEmpty() || isDue(retries, nowNanos);
  }

  /**
   * When to ask {@link #next} again although no answer came: when a retry will be due, or, if calls
   * wait for permits, when the limit may give some.
   */
  long wakeNanos(long nowNanos) {
    long wake = Math.min(nextDue(retries, nowNanos), nextDue(slowRetries, nowNanos));
    boolean waits = hasBacklog(nowNanos) || isDue(slowRetries, nowNanos);
    return waits && limit.available(nowNanos) <= 0
        ? Math.min(wake, Math.max(nowNanos + 1, limit.wakeNanos(nowNanos)))
        : wake;
  }

  private static long nextDue(PriorityQueue<Retry> queue, long nowNanos) {
    Retry first = queue.peek();
    return first != null && first.atNanos > nowNanos ? first.atNanos : Long.MAX_VALUE;
  }

  int inFlight() {
    return inFlight;
  }

  int limit() {
    return limit.limit();
  }

  /** Whether all that is left to call are payments of the slow phase. */
  boolean isSlow() {
    return turns.isEmpty()
        && retries.isEmpty()
        && inFlight == slowInFlight
        && slowInFlight + slowRetries.size() > 0;
  }
}
