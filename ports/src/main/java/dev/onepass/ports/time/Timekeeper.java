// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.time;

import java.time.Duration;
import java.time.Instant;

/** Tells the time and runs things later. Real in production, by hand in tests. Thread-safe. */
public interface Timekeeper {

  /** The wall clock, for what people read; it may jump. */
  Instant now();

  /** Nanoseconds since some fixed instant, for measuring; never goes back. */
  long nanoTime();

  /**
   * Runs a task once, after the delay, on a thread that must not be held up.
   *
   * @return cancels the task unless it has begun
   */
  Runnable after(Duration delay, Runnable task);
}
