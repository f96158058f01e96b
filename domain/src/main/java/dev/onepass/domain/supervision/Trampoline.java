// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.supervision;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes an executor that runs tasks in their caller as good as any other: a task that is handed
 * over from within another one and would run in the middle of it runs after it, in the same thread.
 * So tasks that hand over others, which do the same, do not use up the stack. Refusals are passed
 * on.
 *
 * <p>No task may wait for another one that it has handed over. Thread-safe.
 */
public final class Trampoline implements Executor {

  /** What the task that runs in this thread has handed over and was given back. */
  private static final ThreadLocal<@Nullable Deque<Runnable>> BOUNCED = new ThreadLocal<>();

  private final Executor executor;

  public Trampoline(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(() -> run(task));
  }

  private void run(Runnable task) {
    Deque<Runnable> outer = BOUNCED.get();
    if (outer != null) {
      outer.add(task);
      return;
    }
    Deque<Runnable> tasks = new ArrayDeque<>();
    tasks.add(task);
    BOUNCED.set(tasks);
    try {
      for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
        next.run();
      }
    } finally {
      BOUNCED.remove();
      // Left if one has thrown: they are not to be lost for its sake.
      tasks.forEach(this::execute);
    }
  }
}
