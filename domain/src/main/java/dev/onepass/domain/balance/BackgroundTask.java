// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.domain.supervision.Once;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs on an executor whenever somebody asks for it, but never twice at the same time.
 * Thread-safe.
 */
final class BackgroundTask {

  private final Executor executor;
  private final Runnable task;
  // Guarded by this.
  private @Nullable CompletableFuture<@Nullable Void> due;
  private boolean ended;

  BackgroundTask(Executor executor, Runnable task) {
    this.executor = executor;
    this.task = task;
  }

  /** Has it run soon, unless it is about to, has been ended, or the executor takes no task. */
  void runSoon() {
    if (becomesDue()) {
      Once once = new Once(this::run);
      try {
        executor.execute(once);
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        // Whoever asks next tries again. Some executors throw although they took it.
        if (once.revoke()) {
          done();
        }
      }
    }
  }

  /**
   * Has it run no more.
   *
   * @return completes when it is not under way
   */
  synchronized CompletableFuture<@Nullable Void> end() {
    ended = true;
    return due == null ? CompletableFuture.completedFuture(null) : due;
  }

  private void run() {
    try {
      task.run();
    } finally {
      done();
    }
  }

  private synchronized boolean becomesDue() {
    if (due != null || ended) {
      return false;
    }
    due = new CompletableFuture<>();
    return true;
  }

  private void done() {
    CompletableFuture<@Nullable Void> was;
    synchronized (this) {
      was = due;
      due = null;
    }
    if (was != null) {
      was.complete(null);
    }
  }
}
