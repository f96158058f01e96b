// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one after the other, in the order in which they were posted, on threads of an
 * executor: what they share needs no lock. After each run of tasks, one closing task is run.
 * Thread-safe.
 */
final class Mailbox {

  /** The most tasks before the closing task gets its turn. */
  private static final int RUN_MAX = 64;

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Executor executor;
  private final Runnable closing;

  Mailbox(Executor executor, Runnable closing) {
    this.executor = executor;
    this.closing = closing;
  }

  void post(Runnable task) {
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      executor.execute(this::run);
    }
  }

  private void run() {
    int done = 0;
    try {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        done++;
        task.run();
        if (done == RUN_MAX) {
          break;
        }
      }
      closing.run();
    } finally {
      // A task that throws is a bug and reaches the executor's handler; those behind it still run.
      if (waiting.addAndGet(-done) > 0) {
        executor.execute(this::run);
      }
    }
  }
}
