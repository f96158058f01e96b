// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.supervision;

import java.time.Duration;

/**
 * The pauses before something is tried again: each twice as long as the one before, up to a
 * longest. Immutable.
 *
 * @param first the first pause; above zero
 * @param longest the longest; not below the first
 */
public record Backoff(Duration first, Duration longest) {

  private static final long DOUBLINGS_MAX = 30;

  public static Backoff ofMillis(long first, long longest) {
    return new Backoff(Duration.ofMillis(first), Duration.ofMillis(longest));
  }

  /**
   * Returns the pause after so many failures in a row.
   *
   * @param failures 1 for the first pause
   */
  public Duration after(long failures) {
    long doublings = Math.max(0, Math.min(DOUBLINGS_MAX, failures - 1));
    Duration pause = first.multipliedBy(1L << doublings);
    return pause.compareTo(longest) < 0 ? pause : longest;
  }
}
