// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * So many calls a second, with a burst of 100 ms: the generic cell rate algorithm (ITU-T I.371),
 * which needs one number of state, the time at which the next call would be exactly on schedule.
 * Thread-safe.
 */
final class RateLimit {

  private static final long SECOND = 1_000_000_000;
  private static final long BURST = SECOND / 10;

  private final long interval;
  private final LongSupplier nanoTime;
  private final long origin;
  private final AtomicLong onSchedule = new AtomicLong();

  /**
   * @param perSecond the limit; 0 is none
   * @param nanoTime as {@link System#nanoTime}
   */
  RateLimit(int perSecond, LongSupplier nanoTime) {
    this.interval = perSecond == 0 ? 0 : SECOND / perSecond;
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
  }

  /** Whether this call is within the limit; if so, it counts. */
  boolean admits() {
    if (interval == 0) {
      return true;
    }
    long now = nanoTime.getAsLong() - origin;
    while (true) {
      long due = onSchedule.get();
      if (due - now > Math.max(0, BURST - interval)) {
        return false;
      }
      if (onSchedule.compareAndSet(due, Math.max(due, now) + interval)) {
        return true;
      }
    }
  }
}
