// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.race;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Runs things at the same time, each on a thread of its own. */
public final class Race {

  /** Longer than anything here should take: a race that is not over by then hangs. */
  private static final long LIMIT_SECONDS = 60;

  private Race() {}

  /**
   * Starts all at once and waits for them.
   *
   * @return what each returned, in the order given
   * @throws AssertionError if one threw, or took a minute
   */
  public static <T> List<T> of(List<Callable<T>> runners) {
    ExecutorService threads = Executors.newFixedThreadPool(runners.size());
    CyclicBarrier start = new CyclicBarrier(runners.size());
    try {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> runner : runners) {
        running.add(
            threads.submit(
                () -> {
                  start.await(LIMIT_SECONDS, SECONDS);
                  return runner.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : running) {
        results.add(resultOf(future));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Starts so many of one kind at once; each is given its number, from zero. */
  public static <T> List<T> of(int count, IntFunction<Callable<T>> runner) {
    List<Callable<T>> runners = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runners.add(runner.apply(i));
    }
    return of(runners);
  }

  /**
   * Starts one thing and gives it some time to get ahead, which it may be unable to use: because it
   * waits for a lock that the caller holds, for one.
   *
   * @return it, which may or may not be done
   */
  public static <T> Rival<T> ahead(Duration headStart, Callable<T> runner) {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<T> future = thread.submit(runner);
    thread.shutdown();
    try {
      future.get(headStart.toMillis(), MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // Not done, or failed: both are for the one who asks for the result.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Rival<>(future);
  }

  private static <T> T resultOf(Future<T> future) {
    try {
      return future.get(LIMIT_SECONDS, SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a thread of the race failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("a thread of the race hangs", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** A thing that runs beside the one who started it. */
  public static final class Rival<T> {

    private final Future<T> future;

    private Rival(Future<T> future) {
      this.future = future;
    }

    /**
     * Waits for it.
     *
     * @throws AssertionError if it threw, or took a minute
     */
    public T result() {
      return resultOf(future);
    }
  }
}
