// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.model;

/**
 * The range that a limit may move in. {@code max} is a promise: never are more calls than that in
 * flight. {@code min} is where the limit stops falling, except that a throttled pause and an outage
 * may hold calls back altogether.
 *
 * @param min smallest number of calls, at least 1
 * @param max largest number of calls, at least {@code min}
 */
public record LimitBounds(int min, int max) {

  /** Checks the order of the bounds. */
  public LimitBounds {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException(
          "limit bounds must satisfy 1 <= min <= max, but were " + min + " and " + max);
    }
  }

  /** Returns the limit within the bounds that is nearest. */
  public double clamp(double limit) {
    return Math.max(min, Math.min(max, limit));
  }
}
