// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.domain.model.LedgerSettings;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.time.Timekeeper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The books, open for business: moves money between accounts and writes the checkpoints of sweeps.
 *
 * <p>Group commit: commands queue, and whenever a writer is free it takes what has gathered into
 * one database transaction. Nothing waits for company, so a lone command is committed at once;
 * under load the groups grow, and an account in every command costs no more than one in none.
 *
 * <p>No method blocks. A stage completes when its command is durably decided, on a thread of the
 * executor, after the next group has been handed to the executor; what depends on it and takes long
 * belongs elsewhere ({@code thenApplyAsync}). A stage fails with {@link OverloadedException} if
 * nothing was done and repeating later may help, and with {@link
 * dev.onepass.ports.error.UnavailableException} if the database did not answer in time: the command
 * may or may not have taken effect, and repeating it unchanged tells. Any other exception is a bug.
 * Cancelling a stage does not stop its command. Thread-safe.
 */
public final class Ledger {

  private final LedgerSettings settings;
  private final Timekeeper timekeeper;
  private final GroupWriter writer;

  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock, as is the backlog.
  private final Set<RequestId> inFlight = new HashSet<>();
  private final CommandQueue backlog;

  private final AtomicInteger unanswered = new AtomicInteger();
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
  private volatile boolean refusing;
  private volatile boolean closing;

  /**
   * @param store where the books are kept
   * @param cache what is told of new balances; the same as that of those who read balances
   * @param timekeeper tells the time of transfers, and when to try again
   * @param executor runs the transactions, which block; needs as many threads as there are writers
   * @param random spreads the pauses before tries; thread-safe
   * @param settings the limits
   */
  public Ledger(
      LedgerStore store,
      GuardedCache cache,
      Timekeeper timekeeper,
      Executor executor,
      RandomGenerator random,
      LedgerSettings settings) {
    this.settings = settings;
    this.timekeeper = timekeeper;
    this.backlog = new CommandQueue(settings);
    this.writer =
        new GroupWriter(
            store, cache, timekeeper, executor, random, settings.patience(), this::settle);
  }

  /**
   * Moves money from one user to another.
   *
   * @throws IllegalArgumentException if the amount is above the largest allowed
   */
  public CompletionStage<TransferOutcome> transfer(TransferCommand command) {
    if (settings.maxAmount().isLessThan(command.amount())) {
      throw new IllegalArgumentException(
          "the amount " + command.amount() + " is above the largest, " + settings.maxAmount());
    }
    if (refusing) {
      return CompletableFuture.failedFuture(
          new OverloadedException("the ledger is closing; nothing was done"));
    }
    return submit(new Pending.OfTransfer(command, timekeeper.nanoTime()));
  }

  /** Stores the progress of a sweep, and credits what it took. */
  public CompletionStage<CheckpointOutcome> checkpoint(Checkpoint checkpoint) {
    return submit(new Pending.OfCheckpoint(checkpoint, timekeeper.nanoTime()));
  }

  /** Takes no more transfers, but checkpoints of the sweeps that are being stopped. */
  public void refuseTransfers() {
    refusing = true;
  }

  /**
   * Takes no more commands: they fail with {@link OverloadedException}. May be called again.
   *
   * @return completes when all commands taken before are decided and answered
   */
  public CompletionStage<@Nullable Void> close() {
    lock.lock();
    try {
      closing = true;
    } finally {
      lock.unlock();
    }
    completeIfDrained();
    return closed.minimalCompletionStage();
  }

  /** How many commands wait for their answer: those that queue and those being written. */
  public int unanswered() {
    return unanswered.get();
  }

  private <T> CompletionStage<T> submit(Pending<T> command) {
    Group group;
    lock.lock();
    try {
      if (closing || backlog.isFull()) {
        return CompletableFuture.failedFuture(
            new OverloadedException(
                (closing ? "the ledger is closing" : "too many commands are waiting")
                    + "; nothing was done"));
      }
      if (!command.enter(inFlight)) {
        return command.answer;
      }
      unanswered.incrementAndGet();
      group = backlog.add(command);
    } finally {
      lock.unlock();
    }
    if (group != null) {
      writer.start(group);
    }
    return command.answer;
  }

  /** What the next commands wait for comes first, then the callers of those decided. */
  private void settle(Group group, List<Runnable> answers) {
    release(group).forEach(writer::start);
    answers.forEach(Runnable::run);
    unanswered.addAndGet(-answers.size());
    completeIfDrained();
  }

  private List<Group> release(Group group) {
    List<Group> next = new ArrayList<>();
    lock.lock();
    try {
      // Before the callers are told: one that repeats its request at once shall be answered.
      group.slice().commands.forEach(command -> command.leave(inFlight));
      if (group.finishSlice()) {
        next.add(group);
        return next;
      }
      backlog.end(group);
      for (Group more = backlog.next(); more != null; more = backlog.next()) {
        next.add(more);
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void completeIfDrained() {
    if (closing && unanswered.get() == 0) {
      closed.complete(null);
    }
  }
}
