// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.command.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Threads that do the same again and again until they are to end. For one thread. */
final class Crowd implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final String name;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ending;
  private volatile @Nullable RuntimeException failure;

  private Crowd(String name) {
    this.name = name;
  }

  /**
   * Begins.
   *
   * @param deed what each does, with randomness of its own; who throws, does no more
   */
  static Crowd begin(String name, int count, Random seeds, Consumer<Random> deed) {
    Crowd crowd = new Crowd(name);
    for (int i = 0; i < count; i++) {
      Random random = new Random(seeds.nextLong());
      Thread thread = new Thread(() -> crowd.live(deed, random), name + "-" + i);
      thread.setDaemon(true);
      crowd.threads.add(thread);
      thread.start();
    }
    return crowd;
  }

  /**
   * Has everybody bring the present deed to its end, and waits for it.
   *
   * @throws IllegalStateException if somebody failed, or does not come to an end
   */
  @Override
  public void close() {
    ending = true;
    try {
      for (Thread thread : threads) {
        thread.join(PATIENCE.toMillis());
        if (thread.isAlive()) {
          throw new IllegalStateException(
              "a " + name + " does not come to an end within " + PATIENCE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    }
    if (failure != null) {
      throw new IllegalStateException("a " + name + " failed", failure);
    }
  }

  private void live(Consumer<Random> deed, Random random) {
    try {
      while (!ending) {
        deed.accept(random);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }
}
