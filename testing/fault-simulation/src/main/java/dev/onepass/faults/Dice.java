// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Where all chance of a run comes from. Not thread-safe. */
final class Dice {

  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Chance of its own, for what must not be disturbed by how often others throw. */
  RandomGenerator split() {
    return random.split();
  }

  boolean chance(double share) {
    return share > 0 && random.nextDouble() < share;
  }

  /** Both ends included. */
  int between(int min, int max) {
    return random.nextInt(min, max + 1);
  }

  long cents(long min, long max) {
    return random.nextLong(min, max + 1);
  }

  int any() {
    return random.nextInt();
  }

  /** A time in nanoseconds, both ends in milliseconds. */
  long millis(long min, long max) {
    return random.nextLong(
        TimeUnit.MILLISECONDS.toNanos(min), TimeUnit.MILLISECONDS.toNanos(max) + 1);
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /**
   * How often something goes wrong in this run. Not at all in two of five: what is rare shows best
   * where not everything happens at once.
   */
  double rate(double... levels) {
    return chance(0.4) ? 0 : levels[random.nextInt(levels.length)];
  }
}
