// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.time;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The JDK's clocks, and one daemon thread that runs what is due.
 *
 * <p>A task that throws is reported to the thread's uncaught exception handler and harms no other.
 * Thread-safe.
 */
public final class SystemTimekeeper implements Timekeeper, AutoCloseable {

  private final ScheduledThreadPoolExecutor executor;

  public SystemTimekeeper() {
    executor = new ScheduledThreadPoolExecutor(1, SystemTimekeeper::daemon);
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Runnable after(Duration delay, Runnable task) {
    ScheduledFuture<?> scheduled =
        executor.schedule(() -> run(task), NANOSECONDS.convert(delay), NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  /** Forgets what has not begun. What is scheduled later is refused. */
  @Override
  public void close() {
    executor.shutdown();
  }

  // The executor would keep the exception in a future that nobody looks at.
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "onepass-timekeeper");
    thread.setDaemon(true);
    return thread;
  }
}
