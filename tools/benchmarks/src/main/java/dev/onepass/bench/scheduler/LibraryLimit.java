// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import com.netflix.concurrency.limits.Limit;

/** A rule of the concurrency-limits library, fed as its own limiter would feed it. */
final class LibraryLimit extends PlainLimit {

  private final Limit rule;

  LibraryLimit(Limit rule) {
    this.rule = rule;
  }

  @Override
  public int limit() {
    return Math.max(1, rule.getLimit());
  }

  @Override
  void learn(long startNanos, long nowNanos, int inFlight, boolean good) {
    rule.onSample(startNanos, nowNanos - startNanos, inFlight, !good);
  }
}
