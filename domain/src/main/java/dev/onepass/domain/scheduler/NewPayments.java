// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.scheduler;

import dev.onepass.domain.sweep.account.Standing;
import dev.onepass.domain.sweep.account.Sweep;
import dev.onepass.domain.sweep.account.SweptAccount;
import dev.onepass.domain.sweep.plan.PaymentRef;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Payments that were not asked for as yet, of accounts that wait for their turn.
 *
 * <p>First come the accounts that were begun, each with one call at a time: those in bulk first,
 * then those with the most calls left. Then more are begun, the batches in turn: no earlier than
 * there is a permit for them, since they profit from what those before have shown. A large account,
 * as soon as it shows, gets every second of these permits until enough of its calls are in flight:
 * it takes longest, but must not keep the small ones waiting.
 *
 * <p>What is to spare then goes to further calls of the same accounts: in bulk, on the chance of
 * being of use; in a descent, a little apart, if the third party keeps their order.
 *
 * <p>Pure: times are handed in, and nothing is called. Not thread-safe.
 */
final class NewPayments {

  /** A payment to ask for. */
  record Candidate(SweptAccount account, PaymentRef ref) {}

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

  private final PriorityQueue<Turn> turns = new PriorityQueue<>(Turn.BY_RANK);
  private final Set<SweptAccount> waiting = new HashSet<>();
  private final FreshAccounts proven = new FreshAccounts();

  /** Those without a call of batches that are not proven. */
  private final FreshAccounts unproven = new FreshAccounts();

  /** Those of the accounts without a call that were given up before. */
  private final FreshAccounts doubtful = new FreshAccounts();

  /** Accounts with so much left that further calls are of use, in turn. */
  private final Set<SweptAccount> large = new LinkedHashSet<>();

  /** Accounts that further calls may be of use for, in turn. */
  private final Set<SweptAccount> spare = new LinkedHashSet<>();

  private final PriorityQueue<Pipe> pipes = new PriorityQueue<>(Pipe.BY_TIME);
  private final Set<SweptAccount> piped = new HashSet<>();
  private final KeptOrder keptOrder = new KeptOrder();
  private long order;
  private boolean largeFirst;
  private boolean unprovenFirst;
  private boolean newestFirst;

  /** Gives an account its turn, now that it may have a payment to send. */
  void offer(SweptAccount account) {
    if (account.isFresh()) {
      freshLike(account).add(account);
    } else if (waiting.add(account)) {
      int rank =
          account.sweep().isInBulk() ? 0 : Integer.MAX_VALUE - account.sweep().remainingStages();
      turns.add(new Turn(rank, order++, account));
    }
  }

  private FreshAccounts freshLike(SweptAccount account) {
    if (account.isDoubtful()) {
      return doubtful;
    }
    return account.standing().isProven() ? proven : unproven;
  }

  /** A batch has become proven: its accounts come before those of batches that are not. */
  void proven(Standing batch) {
    unproven.pollAll(batch).forEach(proven::add);
  }

  /**
   * Forgets an account that is not swept any more. What is queued for it is passed over when it
   * comes up.
   */
  void remove(SweptAccount account) {
    proven.remove(account);
    unproven.remove(account);
    doubtful.remove(account);
    keptOrder.forget(account);
  }

  /**
   * Takes the next, or null.
   *
   * @param alsoUnproven whether accounts of unproven batches may be begun
   */
  @Nullable Candidate next(boolean alsoUnproven, long nowNanos) {
    Candidate next = nextTurn(nowNanos);
    largeFirst = !largeFirst;
    next = next != null || !largeFirst ? next : nextLarge();
    next = next != null ? next : nextFresh(alsoUnproven, nowNanos);
    next = next != null ? next : nextPipe(nowNanos);
    return next != null ? next : nextSpare();
  }

  private @Nullable Candidate nextFresh(boolean alsoUnproven, long nowNanos) {
    unprovenFirst = !unprovenFirst;
    Candidate next = alsoUnproven && unprovenFirst ? nextUnproven(nowNanos) : null;
    next = next != null ? next : begun(proven.poll(), proven, nowNanos);
    return next != null || !alsoUnproven ? next : nextUnproven(nowNanos);
  }

  /** Begins an account of a batch that is not proven, those of the newest every second time. */
  @Nullable Candidate nextUnproven(long nowNanos) {
    newestFirst = !newestFirst;
    SweptAccount first = newestFirst ? unproven.pollNewest() : unproven.poll();
    return begun(first, unproven, nowNanos);
  }

  /** Begins an account that was given up before. */
  @Nullable Candidate nextDoubtful(long nowNanos) {
    return begun(doubtful.poll(), doubtful, nowNanos);
  }

  /** Begins this account or, if it has nothing to ask for, the first after it that has. */
  private @Nullable Candidate begun(
      @Nullable SweptAccount first, FreshAccounts further, long nowNanos) {
    for (SweptAccount account = first; account != null; account = further.poll()) {
      PaymentRef ref = account.sweep().next(false);
      if (ref != null) {
        mayBeAddedTo(account, nowNanos);
        return new Candidate(account, ref);
      }
    }
    return null;
  }

  private @Nullable Candidate nextTurn(long nowNanos) {
    for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
      SweptAccount account = turn.account;
      waiting.remove(account);
      PaymentRef ref = account.isSweeping() ? account.sweep().next(false) : null;
      mayBeAddedTo(account, nowNanos);
      if (ref != null) {
        return new Candidate(account, ref);
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
    spare.add(account);
    if (sweep.mayRunAhead()) {
      large.add(account);
    }
  }

  private @Nullable Candidate nextLarge() {
    return added(large, account -> account.sweep().mayRunAhead());
  }

  /** By now it may be in its descent, where calls beside others need the third party's order. */
  private @Nullable Candidate nextSpare() {
    return added(spare, account -> account.sweep().mayBeAddedTo());
  }

  /** Takes the first to which a call may be added, and puts it last; forgets those before it. */
  private static @Nullable Candidate added(
      Set<SweptAccount> accounts, Predicate<SweptAccount> mayAdd) {
    for (SweptAccount account = poll(accounts); account != null; account = poll(accounts)) {
      boolean may = account.isSweeping() && !account.isFailing() && mayAdd.test(account);
      PaymentRef ref = may ? account.sweep().next(true) : null;
      if (ref != null) {
        accounts.add(account);
        return new Candidate(account, ref);
      }
    }
    return null;
  }

  private static @Nullable SweptAccount poll(Set<SweptAccount> accounts) {
    Iterator<SweptAccount> first = accounts.iterator();
    if (!first.hasNext()) {
      return null;
    }
    SweptAccount account = first.next();
    first.remove();
    return account;
  }

  private @Nullable Candidate nextPipe(long nowNanos) {
    while (isPipeDue(nowNanos)) {
      SweptAccount account = pipes.remove().account;
      boolean mayAdd =
          account.isSweeping() && !account.isFailing() && keptOrder.mayTry(account, nowNanos);
      PaymentRef ref = mayAdd ? account.sweep().next(true) : null;
      if (ref != null) {
        pipes.add(new Pipe(nowNanos + PIPE_GAP.toNanos(), order++, account));
        return new Candidate(account, ref);
      }
      piped.remove(account);
    }
    return null;
  }

  /** Learns, from an account that was swept, whether the third party keeps the order of calls. */
  void judgeOrder(SweptAccount account, long nowNanos) {
    Sweep sweep = account.sweep();
    // A repeated call comes late, whatever order the third party keeps.
    if (sweep.isDone() && sweep.wasPipelined() && !account.hasFailed()) {
      keptOrder.judge(!sweep.wasOvertaken(), nowNanos);
    }
  }

  /**
   * Whether there may be one to send now.
   *
   * @param alsoUnlikely whether accounts of unproven batches count, and those given up before
   */
  boolean isDue(boolean alsoUnlikely, long nowNanos) {
    return isAnyProvenDue() || (alsoUnlikely && isAnyLeft()) || isPipeDue(nowNanos);
  }

  private boolean isAnyProvenDue() {
    return !turns.isEmpty() || proven.size() > 0 || !spare.isEmpty();
  }

  /** Whether there are accounts that have their turn, or were not begun. */
  boolean isAnyLeft() {
    return !turns.isEmpty() || proven.size() + unproven.size() + doubtful.size() > 0;
  }

  private boolean isPipeDue(long nowNanos) {
    Pipe first = pipes.peek();
    return first != null && first.atNanos <= nowNanos;
  }

  /** When one will be due that is not yet; {@link Long#MAX_VALUE} if none is known to be. */
  long wakeNanos(long nowNanos) {
    Pipe first = pipes.peek();
    return first == null || first.atNanos <= nowNanos ? Long.MAX_VALUE : first.atNanos;
  }

  /** Accounts of a batch that no call was made for as yet. */
  int fresh(Standing batch) {
    return proven.size(batch) + unproven.size(batch) + doubtful.size(batch);
  }

  /** Those of all batches that are not proven. */
  int unproven() {
    return unproven.size();
  }
}
