// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other, in the order in which they were posted, on threads of an
 * executor: what they share needs no lock. After each run of tasks, one closing task is run,
 * whatever those before it did.
 *
 * <p>A task that throws is a bug: it is thrown on to the executor when those behind it have had
 * their turn. Thread-safe.
 */
final class Mailbox {

  private static final Logger LOG = System.getLogger(Mailbox.class.getName());

  /** The most tasks before the closing task gets its turn. */
  private static final int RUN_MAX = 64;

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Executor executor;
  private final Runnable closing;

  /**
   * @param executor never throws, runs everything that it is given, and nothing in the middle of a
   *     task
   */
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
    @Nullable Throwable bug = null;
    int done = 0;
    for (Runnable task = next(done); task != null; task = next(done)) {
      done++;
      bug = first(bug, failureOf(task));
    }
    bug = first(bug, failureOf(closing));
    if (waiting.addAndGet(-done) > 0) {
      executor.execute(this::run);
    }
    rethrow(bug);
  }

  private @Nullable Runnable next(int done) {
    return done < RUN_MAX ? tasks.poll() : null;
  }

  private static @Nullable Throwable failureOf(Runnable task) {
    try {
      task.run();
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  private static @Nullable Throwable first(@Nullable Throwable one, @Nullable Throwable other) {
    if (one != null && other != null) {
      LOG.log(Level.ERROR, "a task failed, which is a bug", other);
    }
    return one != null ? one : other;
  }

  private static void rethrow(@Nullable Throwable bug) {
    if (bug instanceof RuntimeException failure) {
      throw failure;
    }
    if (bug instanceof Error failure) {
      throw failure;
    }
  }
}
