// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs things later on one thread, which therefore must never wait. Thread-safe. */
final class Timer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "simulator-timer");
            thread.setDaemon(true);
            return thread;
          },
          // Calls that end while the simulator closes lose their connection anyway.
          new ThreadPoolExecutor.DiscardPolicy());

  /** Runs the task after the delay; at once and on the caller's thread if there is none. */
  void after(long nanos, Runnable task) {
    if (nanos <= 0) {
      task.run();
    } else {
      var unused = executor.schedule(() -> guarded(task), nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Runs the task soon, on the timer's thread. */
  void soon(Runnable task) {
    executor.execute(() -> guarded(task));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a call of the simulator was lost to a bug", e);
    }
  }
}
