// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.supervision;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A task that runs once at most, however often it is handed over. An executor may throw although it
 * has queued a task (a thread pool that cannot start a thread does): whoever gives up on such a
 * task revokes it, and knows then that it will never run. Thread-safe.
 */
public final class Once implements Runnable {

  private final AtomicBoolean taken = new AtomicBoolean();
  private final Runnable task;

  public Once(Runnable task) {
    this.task = task;
  }

  @Override
  public void run() {
    if (revoke()) {
      task.run();
    }
  }

  /** Keeps the task from running; returns false if it has begun to. */
  public boolean revoke() {
    return taken.compareAndSet(false, true);
  }

  /** Whether it has begun to run, or was revoked. */
  public boolean isTaken() {
    return taken.get();
  }
}
