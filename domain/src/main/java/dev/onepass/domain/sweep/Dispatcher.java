// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.limit.Answer;
import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.domain.supervision.Backoff;
import dev.onepass.domain.sweep.Retries.Kind;
import dev.onepass.domain.sweep.Retries.Retry;
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
 * it; one that keeps failing gets every sixteenth, or what is to spare, and so does an account that
 * was given up before: were there more, accounts that nobody answers for would take the permits of
 * all others. Of the others, first come the accounts that were begun, each with one call at a time:
 * those in bulk first, then those with the most calls left. Then more are begun, the batches in
 * turn: no earlier than there is a permit for them, since they profit from what those before have
 * shown. A large account, as soon as it shows, gets every second of these permits until enough of
 * its calls are in flight: it takes longest, but must not keep the small ones waiting.
 *
 * <p>What is to spare then goes to further calls of the same accounts: in bulk, on the chance of
 * being of use; in a descent, a little apart, if the third party keeps their order.
 *
 * <p>Of an account whose payments keep failing one is tried, and the others wait for it. What has
 * kept failing for the fast phase's length is in the slow phase: few calls, growing pauses; what
 * fails for the whole budget has its account given up.
 *
 * <p>Pure: times are handed in, and nothing is called. Not thread-safe.
 */
final class Dispatcher {

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

  /** Failures in a row after which a payment is among those that keep failing. */
  private static final int STUBBORN = 3;

  /** One of so many calls is for those, if others wait. */
  private static final int STUBBORN_TURNS = 16;

  private static final Backoff STUBBORN_PAUSE = Backoff.ofMillis(40, 2_000);
  private static final Duration THROTTLED_MAX = Duration.ofHours(1);
  private static final Duration SLOW_PAUSE_FIRST = Duration.ofSeconds(1);
  private static final Duration SLOW_PAUSE_MAX = Duration.ofMinutes(1);

  private final ConcurrencyLimit limit;
  private final SweepSettings settings;
  private final RandomGenerator random;

  private final PriorityQueue<Turn> turns = new PriorityQueue<>(Turn.BY_RANK);
  private final Set<SweptAccount> waiting = new HashSet<>();
  private final FreshAccounts fresh = new FreshAccounts();

  /** Those of the accounts without a call that were given up before. */
  private final FreshAccounts doubtful = new FreshAccounts();

  private final Deque<SweptAccount> large = new ArrayDeque<>();
  private final Set<SweptAccount> enlarged = new HashSet<>();
  private final Deque<SweptAccount> spare = new ArrayDeque<>();
  private final Set<SweptAccount> sparing = new HashSet<>();
  private final PriorityQueue<Pipe> pipes = new PriorityQueue<>(Pipe.BY_TIME);
  private final Set<SweptAccount> piped = new HashSet<>();
  private final KeptOrder keptOrder = new KeptOrder();
  private final Retries retries = new Retries();
  private long order;
  private int inFlight;
  private int slowInFlight;
  private boolean largeFirst;
  private boolean othersFirst;
  private int stubbornTurn;

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
      (account.isDoubtful() ? doubtful : fresh).add(account);
    } else if (waiting.add(account)) {
      int rank =
          account.sweep().isInBulk() ? 0 : Integer.MAX_VALUE - account.sweep().remainingStages();
      turns.add(new Turn(rank, order++, account));
    }
  }

  /**
   * Forgets an account that is not swept any more: done, given up, or another node's. What is
   * queued for it is passed over when it comes up.
   */
  void remove(SweptAccount account) {
    fresh.remove(account);
    doubtful.remove(account);
    keptOrder.forget(account);
  }

  /** The next call to send now, or null if none may or can be. */
  @Nullable PayCall next(long nowNanos) {
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
    PayCall call = retry(Kind.STUBBORN, nowNanos);
    return call != null ? call : nextFresh(doubtful, nowNanos);
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

  private @Nullable PayCall nextNew(long nowNanos) {
    PayCall call = nextTurn(nowNanos);
    largeFirst = !largeFirst;
    call = call != null || !largeFirst ? call : nextLarge(nowNanos);
    call = call != null ? call : nextFresh(fresh, nowNanos);
    call = call != null ? call : nextPipe(nowNanos);
    return call != null ? call : nextSpare(nowNanos);
  }

  private @Nullable PayCall nextTurn(long nowNanos) {
    for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
      SweptAccount account = turn.account;
      waiting.remove(account);
      PaymentRef ref = account.isSweeping() ? account.sweep().next(false) : null;
      mayBeAddedTo(account, nowNanos);
      if (ref != null) {
        return start(account, ref, 0, false, nowNanos);
      }
    }
    return null;
  }

  private @Nullable PayCall nextFresh(FreshAccounts accounts, long nowNanos) {
    for (SweptAccount account = accounts.poll(); account != null; account = accounts.poll()) {
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
    if (!account.isSweeping()) {
      return;
    }
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
      boolean mayRun =
          account.isSweeping() && !account.isFailing() && account.sweep().mayRunAhead();
      PaymentRef ref = mayRun ? account.sweep().next(true) : null;
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
      boolean mayAdd =
          account.isSweeping() && !account.isFailing() && keptOrder.mayTry(account, nowNanos);
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
      boolean mayAdd =
          account.isSweeping() && !account.isFailing() && account.sweep().mayBeAddedTo();
      PaymentRef ref = mayAdd ? account.sweep().next(true) : null;
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
    int counted = account.isDoubtful() ? Math.max(failures, STUBBORN) : failures;
    return new PayCall(account, ref, permit, counted, slow);
  }

  /** A call has ended. The caller offers its account again, unless there is nothing left to do. */
  void answered(PayCall call, PayAnswer answer, long nowNanos) {
    inFlight--;
    slowInFlight -= call.slow() ? 1 : 0;
    call.account().answered();
    limit.answered(call.permit(), kind(call, answer), hasBacklog(nowNanos), nowNanos);
    if (answer.isDefinite()) {
      for (PaymentRef aside : call.account().succeeded()) {
        retries.add(Kind.PROMPT, call.account(), aside, 0, nowNanos);
      }
      call.account().sweep().answered(call.ref(), answer);
      judgeOrder(call.account(), nowNanos);
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
    if (!(answer instanceof PayAnswer.InDoubt doubt && doubt.cause() == Cause.CIRCUIT_OPEN)) {
      call.account().sweep().lostSightOf(call.ref());
    }
    retryLater(call, answer, nowNanos);
  }

  /** Whether a call's payment is, since its answer, among those that keep failing. */
  boolean isStubbornSince(PayCall call) {
    return call.failures() == STUBBORN - 1 && call.account().isFailing();
  }

  private void judgeOrder(SweptAccount account, long nowNanos) {
    Sweep sweep = account.sweep();
    // A repeated call comes late, whatever order the third party keeps.
    if (sweep.isDone() && sweep.wasPipelined() && !account.hasFailed()) {
      keptOrder.judge(!sweep.wasOvertaken(), nowNanos);
    }
  }

  private static Answer kind(PayCall call, PayAnswer answer) {
    if (answer.isDefinite()) {
      return Answer.DEFINITE;
    }
    if (answer instanceof PayAnswer.Throttled) {
      return Answer.THROTTLED;
    }
    return call.failures() < STUBBORN ? Answer.FAILED : Answer.FAILED_AGAIN;
  }

  private void again(PayCall call, long nowNanos) {
    if (call.account().isSweeping()) {
      retries.add(Kind.PROMPT, call.account(), call.ref(), call.failures(), nowNanos);
    }
  }

  private void retryLater(PayCall call, PayAnswer why, long nowNanos) {
    SweptAccount account = call.account();
    long failingNanos = account.failed(why, nowNanos);
    Duration budget = account.isDoubtful() ? settings.fastPhase() : settings.slowBudget();
    if (failingNanos >= budget.toNanos()) {
      account.giveUp();
      remove(account);
    }
    if (!account.isSweeping()) {
      return;
    }
    int failures = call.failures() + 1;
    if (failures < STUBBORN) {
      long at = limit.retryNanos(failures, nowNanos);
      retries.add(Kind.PROMPT, account, call.ref(), failures, at);
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
        || doubtful.size() > 0
        || !spare.isEmpty()
        || isPipeDue(nowNanos)
        || retries.isDue(Kind.PROMPT, nowNanos)
        || retries.isDue(Kind.STUBBORN, nowNanos);
  }

  /**
   * When to ask {@link #next} again although no answer came: when a retry will be due, or, if calls
   * wait for permits, when the limit may give some.
   */
  long wakeNanos(long nowNanos) {
    long wake = retries.wakeNanos(nowNanos);
    Pipe pipe = pipes.peek();
    wake = pipe == null || pipe.atNanos <= nowNanos ? wake : Math.min(wake, pipe.atNanos);
    boolean waits = hasBacklog(nowNanos) || retries.isDue(Kind.SLOW, nowNanos);
    return waits && limit.available(nowNanos) <= 0
        ? Math.min(wake, Math.max(nowNanos + 1, limit.wakeNanos(nowNanos)))
        : wake;
  }

  /** The third party is back after an outage: what waits long pauses because of it is due. */
  void hasten(long nowNanos) {
    retries.hasten(nowNanos);
  }

  int inFlight() {
    return inFlight;
  }

  int limit() {
    return limit.limit();
  }

  /** Whether the third party seems to be away, so that few calls are made. */
  boolean isAway() {
    return limit.isAway();
  }

  /** Accounts of a batch that no call was made for as yet. */
  int fresh(BatchId batch) {
    return fresh.size(batch) + doubtful.size(batch);
  }

  /** Whether all that is left to call are payments of the slow phase. */
  boolean isSlow() {
    return turns.isEmpty()
        && fresh.size() == 0
        && doubtful.size() == 0
        && retries.isEmpty(Kind.PROMPT)
        && retries.isEmpty(Kind.STUBBORN)
        && inFlight == slowInFlight
        && (slowInFlight > 0 || !retries.isEmpty(Kind.SLOW));
  }
}
