// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/**
 * Says how far the limit may rise after the service has asked for a pause: slowly at first, to find
 * a rate that is let in, and then fast, since the service may let in another rate by now. A service
 * that never asks has no ceiling.
 */
final class Ceiling {

  private double lowest = Double.MAX_VALUE;
  private long since;

  void set(double limit, long nowNanos) {
    lowest = limit;
    since = nowNanos;
  }

  double at(long nowNanos) {
    double seconds = (nowNanos - since) / 1e9;
    return lowest * (1 + 0.03 * seconds + 0.003 * seconds * seconds * seconds);
  }
}
