// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/**
 * What one batch found out about the service, for the next to start from instead of from nothing.
 *
 * @param limit calls in flight that the service carried
 * @param roundTripNanos mean time of a call that waits for no other
 * @param failureRate share of calls that fail whatever the load, from 0 to below 1
 */
public record Learnt(double limit, double roundTripNanos, double failureRate) {

  /** Checks the ranges, since a snapshot may come from a file. */
  public Learnt {
    if (!(limit >= 1) || !(roundTripNanos > 0) || !(failureRate >= 0 && failureRate < 1)) {
      throw new IllegalArgumentException(
          "not a usable snapshot: limit "
              + limit
              + ", round trip "
              + roundTripNanos
              + " ns, failure rate "
              + failureRate);
    }
  }
}
