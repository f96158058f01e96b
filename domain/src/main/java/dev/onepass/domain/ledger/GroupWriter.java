// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.domain.supervision.Once;
import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.LedgerSnapshot;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * Takes a group through the database, whatever that does.
 *
 * <p>A conflict is tried again, and so is a transaction of unknown outcome: whole, since the
 * request ids and fences tell what was committed. What keeps failing otherwise is cut in halves, so
 * that one poisoned command fails alone. No thread waits between two tries. Thread-safe.
 *
 * <p>Hardly any request is a repetition, so a first try does not look for its request id: were it
 * recorded, the store would report a conflict, and the next try looks. As long as looking finds
 * something, first tries look too.
 */
final class GroupWriter {

  private final LedgerStore store;
  private final GuardedCache cache;
  private final Timekeeper timekeeper;
  private final Executor executor;
  private final RandomGenerator random;
  private final Duration patience;
  private final BiConsumer<Group, List<Runnable>> settlement;
  private volatile boolean repetitions;

  /**
   * @param settlement hears what a group's slice came to: the answers to give
   */
  GroupWriter(
      LedgerStore store,
      GuardedCache cache,
      Timekeeper timekeeper,
      Executor executor,
      RandomGenerator random,
      Duration patience,
      BiConsumer<Group, List<Runnable>> settlement) {
    this.store = store;
    this.cache = cache;
    this.timekeeper = timekeeper;
    this.executor = executor;
    this.random = random;
    this.patience = patience;
    this.settlement = settlement;
  }

  /** Has the executor run the group's next slice. */
  void start(Group group) {
    Once run = new Once(() -> run(group));
    try {
      executor.execute(run);
    } catch (RuntimeException | Error e) {
      if (!run.revoke()) {
        throw e;
      }
      OverloadedException told =
          new OverloadedException("the executor takes no more work; nothing was done");
      told.addSuppressed(e);
      settlement.accept(group, group.slice().giveUp(told));
    }
  }

  private void run(Group group) {
    List<Runnable> answers;
    try {
      answers = commit(group.slice());
    } catch (RuntimeException | Error e) {
      recover(group, e);
      return;
    }
    settlement.accept(group, answers);
  }

  private List<Runnable> commit(Slice slice) {
    // Taken before the transaction: what is committed may be older than a cache that began anew.
    long generation = cache.generation();
    if (repetitions) {
      slice.lookUpIds();
    }
    Committed committed = store.transact(slice.reads(), snapshot -> decide(slice, snapshot));
    // Before the answers: whoever got one and asks for the balance must not see the one before.
    cache.committed(committed.balances(), generation);
    return committed.answers();
  }

  private Decided<Committed> decide(Slice slice, LedgerSnapshot snapshot) {
    if (slice.looksUpIds()) {
      repetitions = !snapshot.recorded().isEmpty();
    }
    GroupBooks books =
        new GroupBooks(
            snapshot, slice.looksUpIds(), timekeeper.now().truncatedTo(ChronoUnit.MILLIS));
    List<Runnable> answers = slice.decide(books);
    return new Decided<>(books.changes(), new Committed(answers, books.balances()));
  }

  private void recover(Group group, Throwable failure) {
    Slice slice = group.slice();
    if (failure instanceof ConflictException && !slice.looksUpIds()) {
      slice.lookUpIds();
      start(group);
      return;
    }
    Optional<Duration> pause = slice.pauseAfter(failure).map(this::jittered);
    long now = timekeeper.nanoTime();
    int size = slice.commands.size();
    int overdue = slice.submittedBefore(now - patience.toNanos());
    // Those whose patience ends before there is another try.
    int impatient =
        pause
            .map(p -> slice.submittedBefore(now + p.toNanos() - patience.toNanos() + 1))
            .orElse(size);
    if (impatient == 0) {
      timekeeper.after(pause.orElseThrow(), () -> start(group));
    } else if (impatient < size) {
      group.cut(impatient);
      settlement.accept(group, group.slice().giveUp(failure));
    } else if (size > 1 && halvesMayFareBetter(failure, overdue > 0)) {
      group.cut(size / 2);
      start(group);
    } else {
      settlement.accept(group, slice.giveUp(failure));
    }
  }

  private static boolean halvesMayFareBetter(Throwable failure, boolean isOverdue) {
    return failure instanceof ConflictException
        ? !isOverdue
        : !(failure instanceof UnavailableException);
  }

  private Duration jittered(Duration pause) {
    long half = pause.toNanos() / 2;
    return Duration.ofNanos(half + random.nextLong(half + 1));
  }

  private record Committed(List<Runnable> answers, Collection<Balance> balances) {}
}
