// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

/**
 * Limits how many pay calls are served at once, and decides about those beyond.
 *
 * @param workers calls served at once; 0 is without limit
 * @param queue calls that may wait for a worker
 * @param overload the HTTP status of a call beyond that, at once and not applied: 503 (with {@code
 *     Retry-After}) or 504
 */
public record Capacity(int workers, int queue, int overload) {

  /** Every call is served at once. */
  public static final Capacity UNLIMITED = new Capacity(0, 0, 503);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a number is negative, or {@code overload} another status
   */
  public Capacity {
    if (workers < 0 || queue < 0) {
      throw new IllegalArgumentException("workers=" + workers + ", queue=" + queue + ": negative");
    }
    if (overload != 503 && overload != 504) {
      throw new IllegalArgumentException("overload is answered 503 or 504, not " + overload);
    }
  }
}
