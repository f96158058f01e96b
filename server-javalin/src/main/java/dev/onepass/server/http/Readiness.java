// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Knows whether what the server depends on answers. Looks at most once a second, however often it
 * is asked, and waits for no look: what does not answer in time is down. Thread-safe.
 */
public final class Readiness {

  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final List<Dependency> dependencies;
  private final Timekeeper time;
  private final Executor executor;
  // Guarded by this.
  private CompletableFuture<State> latest = CompletableFuture.completedFuture(State.NONE);
  private long latestNanos;

  /**
   * @param executor runs the looks, which may block
   */
  public Readiness(List<Dependency> dependencies, Timekeeper time, Executor executor) {
    this.dependencies = List.copyOf(dependencies);
    this.time = time;
    this.executor = executor;
    this.latestNanos = time.nanoTime() - FRESH.toNanos();
  }

  /**
   * Something that the server uses.
   *
   * @param name for people
   * @param needed whether the server is of no use without it
   * @param answers looks whether it is there; may block, and may throw if it is not
   */
  public record Dependency(String name, boolean needed, BooleanSupplier answers) {}

  /**
   * @param ready whether all that is needed is there
   * @param dependencies {@code up} or {@code down} for each
   */
  public record State(boolean ready, Map<String, String> dependencies) {
    private static final State NONE = new State(false, Map.of());
  }

  /** Completes within a few seconds. */
  public synchronized CompletableFuture<State> look() {
    if (latest.isDone() && time.nanoTime() - latestNanos >= FRESH.toNanos()) {
      latestNanos = time.nanoTime();
      latest = start();
    }
    return latest;
  }

  private CompletableFuture<State> start() {
    Map<Dependency, CompletableFuture<Boolean>> looks = new LinkedHashMap<>();
    for (Dependency dependency : dependencies) {
      looks.put(
          dependency,
          CompletableFuture.supplyAsync(dependency.answers()::getAsBoolean, executor)
              .completeOnTimeout(false, PATIENCE.toMillis(), MILLISECONDS)
              .exceptionally(failure -> false));
    }
    return CompletableFuture.allOf(looks.values().toArray(CompletableFuture[]::new))
        .thenApply(nothing -> state(looks));
  }

  private static State state(Map<Dependency, CompletableFuture<Boolean>> looks) {
    Map<String, String> states = new LinkedHashMap<>();
    boolean ready = true;
    for (var look : looks.entrySet()) {
      boolean up = look.getValue().join();
      states.put(look.getKey().name(), up ? "up" : "down");
      ready &= up || !look.getKey().needed();
    }
    return new State(ready, states);
  }
}
