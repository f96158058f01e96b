// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.domain.supervision.Once;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A task that runs on an executor whenever somebody asks for it, but never twice at the same time.
 * Thread-safe.
 */
final class BackgroundTask {

  private final Executor executor;
  private final Runnable task;
  private final AtomicBoolean due = new AtomicBoolean();

  BackgroundTask(Executor executor, Runnable task) {
    this.executor = executor;
    this.task = task;
  }

  /** Has it run soon, unless it is about to or the executor takes no task. */
  void runSoon() {
    if (due.compareAndSet(false, true)) {
      Once once = new Once(this::run);
      try {
        executor.execute(once);
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        // Whoever asks next tries again. Some executors throw although they took it.
        if (once.revoke()) {
          due.set(false);
        }
      }
    }
  }

  private void run() {
    try {
      task.run();
    } finally {
      due.set(false);
    }
  }
}
