// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.domain.limit.ForwardingLimit;

/** A limit on a node that cannot send calls faster than at some rate, whatever it is permitted. */
final class PacedLimit extends ForwardingLimit {

  private final long gapNanos;
  private long nextNanos;

  PacedLimit(ConcurrencyLimit limit, double callsPerSecond) {
    super(limit);
    this.gapNanos = (long) (1e9 / callsPerSecond);
  }

  @Override
  public int available(long nowNanos) {
    return nowNanos < nextNanos ? 0 : Math.min(1, super.available(nowNanos));
  }

  @Override
  public long wakeNanos(long nowNanos) {
    return nowNanos < nextNanos ? nextNanos : super.wakeNanos(nowNanos);
  }

  @Override
  public long started(long account, long nowNanos) {
    nextNanos = Math.max(nextNanos + gapNanos, nowNanos);
    return super.started(account, nowNanos);
  }
}
