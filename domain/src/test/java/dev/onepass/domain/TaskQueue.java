// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;

/** An executor whose tasks run when the test says so, on the test's thread. */
public final class TaskQueue implements Executor {

  private final List<Runnable> tasks = new ArrayList<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  public int size() {
    return tasks.size();
  }

  public void runNext() {
    tasks.remove(0).run();
  }

  /** Runs one that is waiting, whichever; nothing if none is. */
  public void runAny(Random random) {
    if (!tasks.isEmpty()) {
      tasks.remove(random.nextInt(tasks.size())).run();
    }
  }

  /** Runs all, and those that they add. */
  public void runAll() {
    while (!tasks.isEmpty()) {
      runNext();
    }
  }
}
