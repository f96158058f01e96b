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

  /**
   * With {@link #FRESH} less than 3 s, in which a server that has lost its database is to say so.
   */
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  /** Who has asked within this time will ask again, and act upon the answer. */
  private static final Duration WATCHED = Duration.ofMinutes(1);

  private final List<Dependency> dependencies;
  private final Timekeeper time;
  private final Executor executor;
  private final Duration notice;
  // Guarded by this.
  private CompletableFuture<State> latest = CompletableFuture.completedFuture(State.NONE);
  private long latestNanos;
  private boolean watched;
  private boolean stopping;

  /**
   * @param executor runs the looks, which may block
   * @param notice for how long a server that stops says so before it turns anybody away
   */
  public Readiness(
      List<Dependency> dependencies, Timekeeper time, Executor executor, Duration notice) {
    this.dependencies = List.copyOf(dependencies);
    this.time = time;
    this.executor = executor;
    this.notice = notice;
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
   * @param status {@code ready} if all that is needed is there, else {@code not ready}, or {@code
   *     stopping} for a server that still answers, but not for long
   * @param dependencies {@code up} or {@code down} for each
   */
  public record State(String status, Map<String, String> dependencies) {
    private static final String READY = "ready";
    private static final State NONE = new State("not ready", Map.of());
    private static final State STOPPING = new State("stopping", Map.of());

    public boolean ready() {
      return status.equals(READY);
    }
  }

  /** Completes within a few seconds. */
  public synchronized CompletableFuture<State> look() {
    watched = true;
    if (stopping) {
      return CompletableFuture.completedFuture(State.STOPPING);
    }
    if (latest.isDone() && time.nanoTime() - latestNanos >= FRESH.toNanos()) {
      latestNanos = time.nanoTime();
      latest = start();
    }
    return latest;
  }

  /**
   * Says from now on that the server is stopping.
   *
   * @return completes when whoever watches has had the time to send its callers elsewhere: at once
   *     if nobody has asked lately
   */
  public synchronized CompletableFuture<Void> stop() {
    boolean toBeTold = !stopping && watched && time.nanoTime() - latestNanos < WATCHED.toNanos();
    stopping = true;
    CompletableFuture<Void> told = new CompletableFuture<>();
    if (toBeTold) {
      time.after(notice, () -> told.complete(null));
    } else {
      told.complete(null);
    }
    return told;
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
    return new State(ready ? State.READY : State.NONE.status(), states);
  }
}
