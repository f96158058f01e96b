// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.supervision;

import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;

/**
 * A timekeeper whose nanoseconds begin with its making: never negative, and so far from any
 * overflow that moments may be compared as numbers. Thread-safe.
 */
public final class SinceStart implements Timekeeper {

  private final Timekeeper time;
  private final long startNanos;

  public SinceStart(Timekeeper time) {
    this.time = time;
    this.startNanos = time.nanoTime();
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public long nanoTime() {
    return time.nanoTime() - startNanos;
  }

  @Override
  public Runnable after(Duration delay, Runnable task) {
    return time.after(delay, task);
  }
}
