// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.time.Duration;

/**
 * The time that the service of a call takes: always the same time, or lognormally distributed
 * around a mean.
 *
 * @param mean the mean; zero answers at once
 * @param sigma the standard deviation of the logarithm; zero is a fixed time, 0.5 is lifelike
 */
public record Latency(Duration mean, double sigma) {

  /** No delay anywhere may be longer: ten minutes is for ever to a client. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  /** Answers come at once. */
  public static final Latency NONE = fixed(Duration.ZERO);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the mean is not between zero and {@link #LONGEST}, or sigma
   *     not between 0 and 3
   */
  public Latency {
    requireBounded(mean, "the mean latency");
    if (!(sigma >= 0 && sigma <= 3)) {
      throw new IllegalArgumentException("sigma is not between 0 and 3: " + sigma);
    }
  }

  /** Every call takes {@code time}. */
  public static Latency fixed(Duration time) {
    return new Latency(time, 0);
  }

  /** Calls take {@code mean} on average, some of them far longer. */
  public static Latency lognormal(Duration mean, double sigma) {
    return new Latency(mean, sigma);
  }

  /** The time of the call whose standard normal draw is {@code gaussian}. */
  long nanos(double gaussian) {
    // exp(sigma * g) has the mean exp(sigma^2 / 2): divided by that, the mean stays as ordered.
    double factor = Math.exp(sigma * gaussian - sigma * sigma / 2);
    return Math.min(LONGEST.toNanos(), Math.round(mean.toNanos() * factor));
  }

  static void requireBounded(Duration duration, String name) {
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " is not between 0 and " + LONGEST.toMinutes() + " minutes: " + duration);
    }
  }
}
