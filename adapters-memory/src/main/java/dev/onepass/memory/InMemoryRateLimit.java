// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.rate.RateLimit;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The log of a sliding window: exact, by the times of the last admitted requests, of which as many
 * are kept as a window may have. A caller who falls silent is forgotten within a few windows.
 * Thread-safe; always available.
 */
public final class InMemoryRateLimit implements RateLimit {

  private static final int WINDOWS_BETWEEN_SWEEPS = 5;

  private final int requests;
  private final long windowNanos;
  private final Timekeeper timekeeper;
  private final ConcurrentHashMap<String, Log> logs = new ConcurrentHashMap<>();
  private final AtomicLong sweptNanos;

  /**
   * A limit with nothing counted yet.
   *
   * @param requests how many of a caller are admitted within a window, at least one
   * @param window how long it is; positive
   */
  public InMemoryRateLimit(int requests, Duration window, Timekeeper timekeeper) {
    if (requests < 1 || window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException(requests + " requests in " + window + " are no limit");
    }
    this.requests = requests;
    this.windowNanos = window.toNanos();
    this.timekeeper = timekeeper;
    this.sweptNanos = new AtomicLong(timekeeper.nanoTime());
  }

  @Override
  public boolean admits(String caller) {
    long now = timekeeper.nanoTime();
    forgetTheSilent(now);
    // Inside compute, so that a log is never forgotten while it admits.
    boolean[] admitted = new boolean[1];
    logs.compute(
        caller,
        (name, known) -> {
          Log log = known == null ? new Log() : known;
          admitted[0] = log.admits(now);
          return log;
        });
    return admitted[0];
  }

  /** How many callers are remembered. */
  int callers() {
    return logs.size();
  }

  private void forgetTheSilent(long now) {
    long before = sweptNanos.get();
    if (now - before >= WINDOWS_BETWEEN_SWEEPS * windowNanos
        && sweptNanos.compareAndSet(before, now)) {
      logs.keySet()
          .forEach(
              name -> logs.computeIfPresent(name, (same, log) -> log.isSilent(now) ? null : log));
    }
  }

  /** The times of the last admitted requests, in a ring; guarded by its map entry. */
  private final class Log {
    private final long[] admittedNanos = new long[requests];
    private long count;

    boolean admits(long now) {
      int slot = (int) (count % requests);
      // The slot holds the oldest time still kept: as many requests ago as a window may have.
      if (count >= requests && now - admittedNanos[slot] < windowNanos) {
        return false;
      }
      admittedNanos[slot] = now;
      count++;
      return true;
    }

    boolean isSilent(long now) {
      int newest = (int) ((count - 1) % requests);
      return now - admittedNanos[newest] >= windowNanos;
    }
  }
}
