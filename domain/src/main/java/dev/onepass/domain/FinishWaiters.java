// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import dev.onepass.domain.model.BatchEnd;
import dev.onepass.domain.supervision.Repeated;
import dev.onepass.domain.supervision.SupervisedExecutor;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.error.OnePassException;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Tells callers when the batches that they wait for have finished: at once of a batch that this
 * node finishes; for others the store is looked at every two seconds, however many wait.
 * Thread-safe.
 */
final class FinishWaiters {

  private static final Logger LOG = System.getLogger(FinishWaiters.class.getName());
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private final BatchStore batches;
  private final Timekeeper time;
  private final Executor executor;
  private final Repeated failures;
  // Guarded by this.
  private final Map<BatchId, Set<Waiter>> waiting = new HashMap<>();
  private boolean looking;
  private boolean stopped;

  private static final class Waiter {
    private final CompletableFuture<BatchEnd> end = new CompletableFuture<>();
  }

  /**
   * @param executor for looks at the store, which block
   */
  FinishWaiters(BatchStore batches, Timekeeper time, Executor executor) {
    this.batches = batches;
    this.time = time;
    this.executor = new SupervisedExecutor(executor, time);
    this.failures = new Repeated(time);
  }

  /** Returns what completes when the batch ends; cancelled, it is forgotten. */
  @SuppressWarnings("FutureReturnValueIgnored") // forgetting cannot fail
  CompletableFuture<BatchEnd> await(BatchId id) {
    Waiter waiter = new Waiter();
    synchronized (this) {
      if (stopped) {
        return CompletableFuture.completedFuture(BatchEnd.STOPPED);
      }
      waiting.computeIfAbsent(id, unknown -> new HashSet<>()).add(waiter);
    }
    waiter.end.whenComplete((how, cancelled) -> forget(id, waiter));
    executor.execute(() -> look(id));
    lookLater();
    return waiter.end;
  }

  /** A batch has finished; does not block. */
  public void finished(BatchId id) {
    if (!of(id).isEmpty()) {
      executor.execute(() -> end(id, BatchEnd.FINISHED));
    }
  }

  /** Tells all who wait, now and from now on, that this process has stopped. */
  public void stop() {
    List<BatchId> all;
    synchronized (this) {
      stopped = true;
      all = List.copyOf(waiting.keySet());
    }
    all.forEach(id -> end(id, BatchEnd.STOPPED));
  }

  /** How many wait. */
  synchronized int count() {
    return waiting.values().stream().mapToInt(Set::size).sum();
  }

  private void end(BatchId id, BatchEnd how) {
    of(id).forEach(waiter -> waiter.end.complete(how));
  }

  private synchronized List<Waiter> of(BatchId id) {
    return List.copyOf(waiting.getOrDefault(id, Set.of()));
  }

  private synchronized void forget(BatchId id, Waiter waiter) {
    Set<Waiter> ends = waiting.get(id);
    if (ends != null) {
      ends.remove(waiter);
      if (ends.isEmpty()) {
        waiting.remove(id);
      }
    }
  }

  private synchronized void lookLater() {
    if (!looking && !waiting.isEmpty() && !stopped) {
      looking = true;
      time.after(LOOK_AGAIN, () -> executor.execute(this::lookAtAll));
    }
  }

  private void lookAtAll() {
    List<BatchId> all;
    synchronized (this) {
      all = List.copyOf(waiting.keySet());
    }
    all.forEach(this::look);
    synchronized (this) {
      looking = false;
    }
    lookLater();
  }

  private void look(BatchId id) {
    // Whoever comes during the look may wait for a batch that was accepted during the look.
    List<Waiter> before = of(id);
    try {
      Optional<Batch> batch = batches.find(id);
      failures.ended();
      if (batch.isEmpty()) {
        before.forEach(waiter -> waiter.end.complete(BatchEnd.UNKNOWN));
      } else if (batch.get().isFinished()) {
        end(id, BatchEnd.FINISHED);
      }
    } catch (RuntimeException e) {
      if (failures.isToBeTold()) {
        Level level = e instanceof OnePassException ? Level.WARNING : Level.ERROR;
        LOG.log(level, "cannot see whether batch " + id + " has finished; looked at again", e);
      }
    }
  }
}
