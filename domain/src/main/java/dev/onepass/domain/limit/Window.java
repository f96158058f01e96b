// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/**
 * What was answered under one limit. The time of a call is measured as permits used, added up over
 * time, for each answer: unlike the mean of the answers' own times it does not favour fast calls
 * just after the limit has grown.
 */
final class Window {

  private static final long CLOSED = Long.MAX_VALUE;

  /** A share of failures above which it is no chance that they fail. */
  static final double MOSTLY_BAD = 0.3;

  private static final double SATURATED = 0.7;

  private final Permits permits;

  private long openedAt = CLOSED;
  private double areaBefore;
  private int usedBefore;

  private int good;
  private int failed;
  private int throttled;
  private int backlogged;

  /** Calls from before it was opened that have no answer yet, and the area of those that have. */
  private int oldLeft;

  private double oldArea;

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
    oldLeft = usedBefore;
    oldArea = 0;
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

  void count(Answer answer, boolean backlog, long startNanos, long nowNanos) {
    if (!isOpen()) {
      return;
    }
    if (startNanos < openedAt) {
      oldLeft--;
      oldArea += nowNanos - openedAt;
    } else {
      fresh++;
      freshGood += answer == Answer.DEFINITE ? 1 : 0;
      freshFailed += answer == Answer.FAILED ? 1 : 0;
    }
    backlogged += backlog ? 1 : 0;
    switch (answer) {
      case DEFINITE -> good++;
      case FAILED -> failed++;
      case THROTTLED -> throttled++;
    }
  }

  Reading read(long nowNanos, Baseline base) {
    double elapsed = nowNanos - openedAt;
    double goodNow = Math.max(0.5, good + missing());
    double stretch = area() / goodNow * (1 - base.failures()) / base.nanos();
    double anyTime = area() / Math.max(0.5, answers());
    return new Reading(elapsed, area(), goodNow / elapsed, anyTime, stretch);
  }

  /**
   * The same by calls since the window was opened alone. When calls have drained to a lower limit,
   * those left are nearly done, all of them if they were sent at the same time: their answers come,
   * but the time that they took has passed before.
   */
  Reading readFresh(long nowNanos, Baseline base) {
    double elapsed = nowNanos - openedAt;
    int left = Math.max(0, oldLeft);
    double area = Math.max(0, area() - oldArea - left * elapsed);
    double missing = Math.max(0, permits.used() - left) / 3.0;
    double goodNow = Math.max(0.5, freshGood + missing);
    double stretch = area / goodNow * (1 - base.failures()) / base.nanos();
    return new Reading(
        elapsed, area, goodNow / elapsed, area / Math.max(0.5, fresh + missing), stretch);
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

  /**
   * Answers that are missing only because permits were added: each began with a fresh call, and a
   * renewal process has had (1 - cv^2) / 2 events less than one long under way; service times vary
   * with a cv of about a half.
   */
  private double missing() {
    return Math.max(0, permits.used() - usedBefore) / 3.0;
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
