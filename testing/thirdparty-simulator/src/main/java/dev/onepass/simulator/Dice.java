// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.util.UUID;

/**
 * All chance of the simulator: a pure function of the seed, of what is asked, and of a number (of
 * the call, or of the account). Threads therefore cannot change the n-th call's fate by the order
 * in which they ask. Immutable.
 */
final class Dice {

  /** The odd integer nearest 2^64 divided by the golden ratio, the step of SplitMix64. */
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private final long seed;

  Dice(long seed) {
    this.seed = mix(seed);
  }

  /** A number from 0 to 999,999, each as likely. */
  int perMillion(Question question, long number) {
    return Math.floorMod(bits(question, number), Faults.MILLION);
  }

  /** A draw from the standard normal distribution, by Box and Muller (1958). */
  double gaussian(long number) {
    double radius = Math.sqrt(-2 * Math.log(1 - unit(Question.SERVICE_RADIUS, number)));
    return radius * Math.cos(2 * Math.PI * unit(Question.SERVICE_ANGLE, number));
  }

  /** A random UUID. */
  UUID uuid(long number) {
    long high = bits(Question.UUID_HIGH, number);
    long low = bits(Question.UUID_LOW, number);
    return new UUID((high & ~0xf000L) | 0x4000L, (low & ~(3L << 62)) | (2L << 62));
  }

  private double unit(Question question, long number) {
    return (bits(question, number) >>> 11) * 0x1p-53;
  }

  private long bits(Question question, long number) {
    return mix(mix(seed + question.salt) + number * STEP);
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** What is asked, so that the answers do not depend on each other. */
  enum Question {
    FAULT(1),
    SERVICE_RADIUS(2),
    SERVICE_ANGLE(3),
    UUID_HIGH(4),
    UUID_LOW(5),
    SLOW_ACCOUNT(6);

    private final long salt;

    Question(long number) {
      salt = number * STEP;
    }
  }
}
