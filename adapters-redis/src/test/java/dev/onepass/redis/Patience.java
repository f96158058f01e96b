// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do, and not forever. */
final class Patience {

  private static final Duration LONGEST = Duration.ofMinutes(3);

  private Patience() {}

  static void until(String what, BooleanSupplier holds) {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - start > LONGEST.toNanos()) {
        throw new AssertionError("not after " + LONGEST + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
