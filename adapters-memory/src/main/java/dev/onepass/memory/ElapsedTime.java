// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;

/**
 * Time since this was made. Unlike the wall clock it never goes back, and unlike a count of
 * nanoseconds it never overflows when a long lease is added. Thread-safe.
 */
final class ElapsedTime {

  private final Timekeeper timekeeper;
  private final long originNanos;

  ElapsedTime(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
    this.originNanos = timekeeper.nanoTime();
  }

  Duration now() {
    return Duration.ofNanos(timekeeper.nanoTime() - originNanos);
  }

  Duration in(Duration delay) {
    return now().plus(delay);
  }

  boolean isPast(Duration instant) {
    return instant.compareTo(now()) <= 0;
  }
}
