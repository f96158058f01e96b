// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import dev.onepass.domain.model.LimitBounds;

/**
 * The reference's rule: every half second ten up if at least 80% succeeded, ten down if below 20%.
 */
final class ReferenceLimit extends PlainLimit {

  private static final long PERIOD_NANOS = 500_000_000L;
  private static final int STEP = 10;

  private final LimitBounds bounds;
  private int limit;
  private long periodEnd = PERIOD_NANOS;
  private int good;
  private int all;

  ReferenceLimit(LimitBounds bounds) {
    this.bounds = bounds;
    this.limit = Math.max(bounds.min(), Math.min(bounds.max(), 20));
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  void learn(long startNanos, long nowNanos, int inFlight, boolean succeeded) {
    all++;
    good += succeeded ? 1 : 0;
    if (nowNanos < periodEnd) {
      return;
    }
    if (good >= 0.8 * all) {
      limit = Math.min(bounds.max(), limit + STEP);
    } else if (good < 0.2 * all) {
      limit = Math.max(bounds.min(), limit - STEP);
    }
    good = 0;
    all = 0;
    periodEnd = nowNanos + PERIOD_NANOS;
  }
}
