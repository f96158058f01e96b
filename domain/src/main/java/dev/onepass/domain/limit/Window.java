// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/** What was answered since the limit last changed. */
final class Window {

  private static final long CLOSED = Long.MAX_VALUE;

  private long openedAt = CLOSED;
  private long changedAt = Long.MIN_VALUE;
  private double areaBefore;

  /** Definite answers. */
  int good;

  /** Calls that failed, and calls that were refused. */
  int failed;

  int throttled;
  private int backlogged;

  /**
   * Answers that are missing only because new permits all began with a fresh call: a renewal
   * process that starts at time 0 has had (1 - cv^2) / 2 events less than one long under way, and
   * service times vary with a cv of some 0.5.
   */
  double missing;

  void open(long nowNanos, double area, double permitsAdded) {
    openedAt = nowNanos;
    areaBefore = area;
    missing = permitsAdded / 3;
    good = 0;
    failed = 0;
    throttled = 0;
    backlogged = 0;
  }

  void close(long nowNanos) {
    openedAt = CLOSED;
    changedAt = nowNanos;
  }

  boolean isOpen() {
    return openedAt != CLOSED;
  }

  void count(Answer answer, boolean backlog, long startNanos) {
    if (!isOpen()) {
      return;
    }
    if (backlog) {
      backlogged++;
    }
    if (answer == Answer.DEFINITE) {
      good++;
    } else if (startNanos >= changedAt) {
      // A failure of an older call tells of the limit before.
      if (answer == Answer.THROTTLED) {
        throttled++;
      } else {
        failed++;
      }
    }
  }

  int bad() {
    return failed + throttled;
  }

  double answers() {
    return good + failed + throttled + missing;
  }

  boolean saturated() {
    return backlogged >= 0.7 * (good + failed + throttled);
  }

  double elapsed(long nowNanos) {
    return nowNanos - openedAt;
  }

  double area(double areaNow) {
    return areaNow - areaBefore;
  }
}
