// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.time;

import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only when a test says so. Tasks run on the thread that moves the time, one at a
 * time, in the order they are due; of those due at one instant, the one scheduled first. So a run
 * is the same to the last step each time.
 *
 * <p>Thread-safe: any thread may read the time and schedule. No lock is held while a task runs.
 */
public final class ManualTimekeeper implements Timekeeper {

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::dueNanos).thenComparing(Task::number));
  private long nanos;
  private long scheduled;

  private record Task(long dueNanos, long number, Runnable work) {}

  @Override
  public synchronized Instant now() {
    return BEGINNING.plusNanos(nanos);
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public synchronized Runnable after(Duration delay, Runnable work) {
    long dueNanos = Math.addExact(nanos, Math.max(0, delay.toNanos()));
    Task task = new Task(dueNanos, scheduled++, work);
    tasks.add(task);
    return () -> cancel(task);
  }

  /** How many tasks wait. */
  public synchronized int pending() {
    return tasks.size();
  }

  /**
   * Lets time pass and runs what becomes due, also what tasks schedule meanwhile. With zero: runs
   * what is due now. While a task runs, the time is the one it was due at.
   *
   * @param duration not negative
   */
  public void advance(Duration duration) {
    long end = nanoTime() + duration.toNanos();
    runUpTo(end, () -> false);
    moveTo(end);
  }

  /**
   * Runs tasks, moving the time to each, until none waits.
   *
   * @param atMost how far the time may move
   * @throws IllegalStateException if tasks still wait after that time
   */
  public void runUntilIdle(Duration atMost) {
    runUpTo(nanoTime() + atMost.toNanos(), () -> false);
    if (pending() > 0) {
      throw new IllegalStateException(pending() + " tasks still wait after " + atMost);
    }
  }

  /**
   * Runs tasks, moving the time to each, until the condition holds; it is asked before each task.
   *
   * @param atMost how far the time may move
   * @throws IllegalStateException if it does not hold by then, or once nothing waits
   */
  public void runUntil(BooleanSupplier condition, Duration atMost) {
    runUpTo(nanoTime() + atMost.toNanos(), condition);
    if (!condition.getAsBoolean()) {
      throw new IllegalStateException(
          "condition does not hold at " + now() + ", " + pending() + " tasks wait");
    }
  }

  private void runUpTo(long endNanos, BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      Optional<Task> next = takeDue(endNanos);
      if (next.isEmpty()) {
        return;
      }
      next.get().work().run();
    }
  }

  private synchronized Optional<Task> takeDue(long endNanos) {
    @Nullable Task next = tasks.peek();
    if (next == null || next.dueNanos() > endNanos) {
      return Optional.empty();
    }
    moveTo(next.dueNanos());
    return Optional.of(tasks.remove());
  }

  // Never back: another thread may have moved the time further.
  private synchronized void moveTo(long instantNanos) {
    nanos = Math.max(nanos, instantNanos);
  }

  private synchronized void cancel(Task task) {
    tasks.remove(task);
  }
}
