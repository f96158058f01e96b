// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.limit.Answer;
import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
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
 * <p>Every second call is for a payment that failed and is due again, since its account waits for
 * it. Of the others, first come the accounts that were begun, each with one call at a time: those
 * in bulk first, then those with the most calls left. Then more are begun, the batches in turn: no
 * earlier than there is a permit for them, since they profit from what those before have shown. A
 * large account, as soon as it shows, gets every second of these permits until enough of its calls
 * are in flight: it takes longest, but must not keep the small ones waiting.
 *
 * <p>What is to spare then goes to further calls of the same accounts: in bulk, on the chance of
 * being of use; in a descent, a little apart, if the third party keeps their order.
 *
 * <p>A payment that has kept failing for the fast phase's length is in the slow phase: few calls,
 * growing pauses; one that fails for the whole budget has its account given up.
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

  /** A descent to which another call may be added from then on. */
  private record Pipe(long atNanos, long order, SweptAccount account) {
    static final Comparator<Pipe> BY_TIME =
        Comparator.comparingLong(Pipe::atNanos).thenComparingLong(Pipe::order);
  }

  /** Just above what two calls differ by in their time to the third party. */
  private static final Duration PIPE_GAP = Duration.ofMillis(2);

  private static final Duration SLOW_PAUSE_FIRST = Duration.ofSeconds(1);
  private static final Duration SLOW_PAUSE_MAX = Duration.ofMinutes(1);

  private final ConcurrencyLimit limit;
  private final SweepSettings settings;
  private final RandomGenerator random;

  private final PriorityQueue<Turn> turns = new PriorityQueue<>(Turn.BY_RANK);
  private final Set<SweptAccount> waiting = new HashSet<>();
  private final FreshAccounts fresh = new FreshAccounts();
  private final Deque<SweptAccount> large = new ArrayDeque<>();
  private final Set<SweptAccount> enlarged = new HashSet<>();
  private final Deque<SweptAccount> spare = new ArrayDeque<>();
  private final Set<SweptAccount> sparing = new HashSet<>();
  private final PriorityQueue<Pipe> pipes = new PriorityQueue<>(Pipe.BY_TIME);
  private final Set<SweptAccount> piped = new HashSet<>();
  private final KeptOrder keptOrder = new KeptOrder();
  private final PriorityQueue<Retry> retries = new PriorityQueue<>(Retry.BY_TIME);
  private final PriorityQueue<Retry> slowRetries = new PriorityQueue<>(Retry.BY_TIME);
  private long order;
  private int inFlight;
  private int slowInFlight;
  private boolean largeFirst;
  private boolean othersFirst;

  Dispatcher(ConcurrencyLimit limit, SweepSettings settings, RandomGenerator random) {
    this.limit = limit;
    this.settings = settings;
    this.random = random;
  }

  /** Gives an account its turn, now that it may have a payment to send. */
  void offer(SweptAccount account) {
    if (!account.isSweeping()) {
      return;
    }
    if (account.isFresh()) {
      fresh.add(account);
    } else if (waiting.add(account)) {
      int rank =
          account.sweep().isInBulk() ? 0 : Integer.MAX_VALUE - account.sweep().remainingStages();
      turns.add(new Turn(rank, order++, account));
    }
  }

  /** Forgets an account: it is done, given up, or another node's. */
  void remove(SweptAccount account) {
    fresh.remove(account);
    keptOrder.forget(account);
    if (waiting.remove(account)) {
      turns.removeIf(turn -> turn.account == account);
    }
    if (enlarged.remove(account)) {
      large.remove(account);
    }
    if (sparing.remove(account)) {
      spare.remove(account);
    }
    if (piped.remove(account)) {
      pipes.removeIf(pipe -> pipe.account == account);
    }
    retries.removeIf(retry -> retry.account == account);
    slowRetries.removeIf(retry -> retry.account == account);
  }

  /** The next call to send now, or null if none may or can be. */
  @Nullable PayCall next(long nowNanos) {
    if (limit.available(nowNanos) <= 0) {
      return null;
    }
    PayCall call = isOthersTurn(nowNanos) ? nextNew(nowNanos) : null;
    call = call != null ? call : dueRetry(nowNanos);
    return call != null ? call : nextNew(nowNanos);
  }

  /**
   * Payments to repeat take turns with all others. While the third party seems to be away there are
   * few calls: were they all for accounts that it never answers for, it would seem so for as long
   * as these are tried.
   */
  private boolean isOthersTurn(long nowNanos) {
    othersFirst = !othersFirst && isDue(retries, nowNanos);
    return othersFirst;
  }

  private @Nullable PayCall nextNew(long nowNanos) {
    PayCall call = nextTurn(nowNanos);
    largeFirst = !largeFirst;
    call = call != null || !largeFirst ? call : nextLarge(nowNanos);
    call = call != null ? call : nextFresh(nowNanos);
    call = call != null ? call : nextPipe(nowNanos);
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
      mayBeAddedTo(account, nowNanos);
      if (ref != null) {
        return start(account, ref, 0, false, nowNanos);
      }
    }
    return null;
  }

  private @Nullable PayCall nextFresh(long nowNanos) {
    for (SweptAccount account = fresh.poll(); account != null; account = fresh.poll()) {
      PaymentRef ref = account.sweep().next(false);
      if (ref != null) {
        mayBeAddedTo(account, nowNanos);
        return start(account, ref, 0, false, nowNanos);
      }
    }
    return null;
  }

  /** Remembers an account for when there are permits to spare. */
  private void mayBeAddedTo(SweptAccount account, long nowNanos) {
    Sweep sweep = account.sweep();
    if (!sweep.mayBeAddedTo()) {
      if (!account.isFailing() && keptOrder.mayTry(account, nowNanos) && piped.add(account)) {
        pipes.add(new Pipe(nowNanos + PIPE_GAP.toNanos(), order++, account));
      }
      return;
    }
    if (sparing.add(account)) {
      spare.add(account);
    }
    if (sweep.mayRunAhead() && enlarged.add(account)) {
      large.add(account);
    }
  }

  private @Nullable PayCall nextLarge(long nowNanos) {
    for (SweptAccount account = large.poll(); account != null; account = large.poll()) {
      PaymentRef ref = account.sweep().mayRunAhead() ? account.sweep().next(true) : null;
      if (ref != null) {
        large.add(account);
        return start(account, ref, 0, false, nowNanos);
      }
      enlarged.remove(account);
    }
    return null;
  }

  private @Nullable PayCall nextPipe(long nowNanos) {
    while (isPipeDue(nowNanos)) {
      SweptAccount account = pipes.remove().account;
      boolean mayAdd = !account.isFailing() && keptOrder.mayTry(account, nowNanos);
      PaymentRef ref = mayAdd ? account.sweep().next(true) : null;
      if (ref != null) {
        pipes.add(new Pipe(nowNanos + PIPE_GAP.toNanos(), order++, account));
        return start(account, ref, 0, false, nowNanos);
      }
      piped.remove(account);
    }
    return null;
  }

  private boolean isPipeDue(long nowNanos) {
    Pipe first = pipes.peek();
    return first != null && first.atNanos <= nowNanos;
  }

  private @Nullable PayCall nextSpare(long nowNanos) {
    for (SweptAccount account = spare.poll(); account != null; account = spare.poll()) {
      // By now it may be in its descent, where calls beside others need the third party's order.
      PaymentRef ref = account.sweep().mayBeAddedTo() ? account.sweep().next(true) : null;
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
      judgeOrder(call.account(), nowNanos);
      return;
    }
    if (answer instanceof PayAnswer.Throttled throttled) {
      limit.pauseUntil(nowNanos + throttled.retryAfter().toNanos());
    } else if (answer instanceof PayAnswer.InDoubt doubt && doubt.cause() != Cause.CIRCUIT_OPEN) {
      call.account().sweep().lostSightOf(call.ref());
    }
    retryLater(call, nowNanos);
  }

  private void judgeOrder(SweptAccount account, long nowNanos) {
    Sweep sweep = account.sweep();
    // A repeated call comes late, whatever order the third party keeps.
    if (sweep.isDone() && sweep.wasPipelined() && !account.hasFailed()) {
      keptOrder.judge(!sweep.wasOvertaken(), nowNanos);
    }
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
    return !turns.isEmpty()
        || fresh.size() > 0
        || !spare.isEmpty()
        || isPipeDue(nowNanos)
        || isDue(retries, nowNanos);
  }

  /**
   * When to ask {@link #next} again although no answer came: when a retry will be due, or, if calls
   * wait for permits, when the limit may give some.
   */
  long wakeNanos(long nowNanos) {
    long wake = Math.min(nextDue(retries, nowNanos), nextDue(slowRetries, nowNanos));
    Pipe pipe = pipes.peek();
    wake = pipe == null || pipe.atNanos <= nowNanos ? wake : Math.min(wake, pipe.atNanos);
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

  /** Accounts of a batch that no call was made for as yet. */
  int fresh(BatchId batch) {
    return fresh.size(batch);
  }

  /** Whether all that is left to call are payments of the slow phase. */
  boolean isSlow() {
    return turns.isEmpty()
        && fresh.size() == 0
        && retries.isEmpty()
        && inFlight == slowInFlight
        && slowInFlight + slowRetries.size() > 0;
  }
}
