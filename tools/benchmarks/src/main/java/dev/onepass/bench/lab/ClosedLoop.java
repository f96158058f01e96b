// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Callers who each wait for an answer before they ask again. The first failure ends the load and is
 * thrown.
 */
public final class ClosedLoop {

  private static final long SLOWEST_NANOS = Duration.ofMinutes(2).toNanos();
  private static final int DIGITS = 3;

  private final Histogram nanos = new ConcurrentHistogram(SLOWEST_NANOS, DIGITS);
  private final long startNanos = System.nanoTime();
  private final long endNanos;

  private ClosedLoop(Duration duration) {
    endNanos = startNanos + duration.toNanos();
  }

  /** One question, answered when it returns. */
  @FunctionalInterface
  public interface Question {
    void ask() throws Exception;
  }

  /** Callers who block, each on a thread of its own. */
  public static Figures blocking(List<? extends Question> callers, Duration duration)
      throws Exception {
    ClosedLoop loop = new ClosedLoop(duration);
    ExecutorService threads = Executors.newFixedThreadPool(callers.size());
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (Question caller : callers) {
        ends.add(
            threads.submit(
                () -> {
                  loop.block(caller);
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      return loop.figures();
    } finally {
      threads.shutdownNow();
    }
  }

  /** Callers who ask again from within the answer, and hold no thread. */
  public static Figures chained(
      int callers, Supplier<? extends CompletionStage<?>> question, Duration duration)
      throws InterruptedException, ExecutionException {
    ClosedLoop loop = new ClosedLoop(duration);
    CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    AtomicInteger busy = new AtomicInteger(callers);
    for (int i = 0; i < callers; i++) {
      loop.chain(question, busy, end);
    }
    end.get();
    return loop.figures();
  }

  private void block(Question caller) throws Exception {
    for (long asked = System.nanoTime(); asked < endNanos; ) {
      caller.ask();
      long answered = System.nanoTime();
      nanos.recordValue(answered - asked);
      asked = answered;
    }
  }

  private void chain(
      Supplier<? extends CompletionStage<?>> question,
      AtomicInteger busy,
      CompletableFuture<@Nullable Void> end) {
    long asked = System.nanoTime();
    question
        .get()
        .whenComplete(
            (answer, failure) -> {
              long answered = System.nanoTime();
              nanos.recordValue(answered - asked);
              if (failure != null) {
                end.completeExceptionally(failure);
              } else if (answered < endNanos) {
                chain(question, busy, end);
              } else if (busy.decrementAndGet() == 0) {
                end.complete(null);
              }
            });
  }

  private Figures figures() {
    return Figures.of(nanos, System.nanoTime() - startNanos);
  }
}
