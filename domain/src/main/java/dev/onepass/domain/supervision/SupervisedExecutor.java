// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.supervision;

import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;

/**
 * Runs every task once on an executor of the host program, which may refuse tasks for a while: one
 * that is refused is offered again, with growing pauses. {@link #execute} never throws, so that no
 * caller is left with half of its state changed.
 *
 * <p>A task that throws is a bug of its own: the exception reaches the host's executor.
 * Thread-safe.
 */
public final class SupervisedExecutor implements Executor {

  private static final Logger LOG = System.getLogger(SupervisedExecutor.class.getName());
  private static final Backoff PAUSES = Backoff.ofMillis(10, 1_000);

  private final Executor executor;
  private final Timekeeper time;
  private final Repeated refusals;
  private volatile boolean retired;

  /**
   * @param executor may reject tasks, run them in the caller, and throw what it likes
   */
  public SupervisedExecutor(Executor executor, Timekeeper time) {
    this.executor = executor;
    this.time = time;
    this.refusals = new Repeated(time);
  }

  @Override
  public void execute(Runnable task) {
    offer(new Once(task), 1);
  }

  /**
   * All is done: what still comes, such as an answer that nobody waits for, is lost without a word
   * if the executor refuses it, as one does that was shut down.
   */
  public void retire() {
    retired = true;
  }

  // A JVM that cannot start another thread throws an Error, and may have queued the task before.
  private void offer(Once task, int attempt) {
    try {
      executor.execute(task);
      refusals.ended();
    } catch (RuntimeException | Error refusal) {
      if (task.isTaken()) {
        LOG.log(Level.ERROR, "a task failed in the thread that handed it over: a bug", refusal);
        return;
      }
      if (retired) {
        return;
      }
      if (refusals.isToBeTold()) {
        LOG.log(
            Level.WARNING,
            "the executor refuses work ({0} times in a row); it is offered again: {1}",
            refusals.count(),
            refusal.toString());
      }
      time.after(PAUSES.after(attempt), () -> offer(task, attempt + 1));
    }
  }
}
