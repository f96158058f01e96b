// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/**
 * Counts what was answered under one limit. The time of a call is measured as permits used, added
 * up over time, for each answer: unlike the mean of the answers' own times it does not favour fast
 * calls just after the limit has grown.
 */
final class Window {

  private static final long CLOSED = Long.MAX_VALUE;

  /** A share of failures above which it is no chance that they fail. */
  static final double MOSTLY_BAD = 0.3;

  private static final double SATURATED = 0.7;

  /**
   * Answers that are missing for each permit that began with a fresh call: a renewal process has
   * then had (1 - cv^2) / 2 events less than one long under way, and service times vary with a cv
   * of about a half.
   */
  private static final double OWED = 1 / 3.0;

  private final Permits permits;

  private long openedAt = CLOSED;
  private double areaBefore;
  private int usedBefore;

  private int good;
  private int failed;
  private int throttled;
  private int backlogged;
  // Answers to calls since it was opened.
  private int fresh;
  private int freshGood;
  private int freshFailed;

  Window(Permits permits) {
    this.permits = permits;
  }

  void open(long nowNanos) {
    openedAt = nowNanos;
    areaBefore = permits.area();
    usedBefore = permits.used();
    good = 0;
    failed = 0;
    throttled = 0;
    backlogged = 0;
    permits.beginAfresh();
    fresh = 0;
    freshGood = 0;
    freshFailed = 0;
  }

  void close() {
    openedAt = CLOSED;
  }

  boolean isOpen() {
    return openedAt != CLOSED;
  }

  void count(CallResult answer, boolean backlog, boolean isFresh) {
    if (!isOpen()) {
      return;
    }
    if (isFresh) {
      fresh++;
      freshGood += answer == CallResult.DEFINITE ? 1 : 0;
      freshFailed += answer == CallResult.FAILED ? 1 : 0;
    }
    backlogged += backlog ? 1 : 0;
    switch (answer) {
      case DEFINITE -> good++;
      case FAILED -> failed++;
      case THROTTLED -> throttled++;
      case FAILED_AGAIN -> throw new IllegalArgumentException("says nothing of the service");
    }
  }

  Reading read(long nowNanos, Baseline base) {
    double elapsed = nowNanos - openedAt;
    return reading(elapsed, area(), good + missing(), answers(), base);
  }

  private static Reading reading(
      double elapsed, double area, double good, double answers, Baseline base) {
    double goodNow = Math.max(0.5, good);
    double stretch = area / goodNow * (1 - base.failures()) / base.nanos();
    return new Reading(elapsed, area, goodNow / elapsed, area / Math.max(0.5, answers), stretch);
  }

  /**
   * The same by calls since the window was opened alone. When calls have drained to a lower limit,
   * those left are nearly done, all of them if they were sent at the same time: their answers come,
   * but the time that they took has passed before.
   */
  Reading readFresh(long nowNanos, Baseline base) {
    double elapsed = nowNanos - openedAt;
    double area = permits.freshArea();
    double owed = permits.freshUsed() * OWED;
    return reading(elapsed, area, freshGood + owed, fresh + owed, base);
  }

  /** Answers of any kind to calls since it was opened. */
  int fresh() {
    return fresh;
  }

  int freshFailed() {
    return freshFailed;
  }

  /** Permits used, added up over the time since it was opened. */
  double area() {
    return permits.area() - areaBefore;
  }

  private double missing() {
    return Math.max(0, permits.used() - usedBefore) * OWED;
  }

  /** As many answers as the same time would have brought with the same permits all along. */
  double answers() {
    return size() + missing();
  }

  /** Answers of any kind. */
  int size() {
    return good + failed + throttled;
  }

  int good() {
    return good;
  }

  int failed() {
    return failed;
  }

  int bad() {
    return failed + throttled;
  }

  /** Whether permits were what held the calls back, and not a lack of them. */
  boolean saturated() {
    return backlogged >= SATURATED * size();
  }

  double badShare() {
    return bad() / (double) size();
  }

  /** More failures than chance explains. */
  boolean hasExcess(Baseline base) {
    double spread = Math.sqrt(size() * Math.max(base.failures(), 0.03));
    return bad() > size() * base.failures() + 2.5 * spread + 1;
  }

  /** Failures that need no closer look to be put down to the load. */
  boolean isRefused(Baseline base) {
    boolean plain = throttled * 2 > bad() || bad() > MOSTLY_BAD * size();
    return plain && hasExcess(base);
  }
}
