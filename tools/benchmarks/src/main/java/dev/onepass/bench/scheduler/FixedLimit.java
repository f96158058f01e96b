// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

/** One limit throughout, or another between two instants: the oracle's way. */
final class FixedLimit extends PlainLimit {

  private final int usual;
  private final int between;
  private final long from;
  private final long until;
  private int limit;

  FixedLimit(int limit) {
    this(limit, limit, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  FixedLimit(int usual, int between, long fromNanos, long untilNanos) {
    this.usual = usual;
    this.between = between;
    this.from = fromNanos;
    this.until = untilNanos;
    this.limit = usual;
  }

  @Override
  public int available(long nowNanos) {
    limit = nowNanos >= from && nowNanos < until ? between : usual;
    return super.available(nowNanos);
  }

  @Override
  public long wakeNanos(long nowNanos) {
    if (nowNanos < from) {
      return from;
    }
    return nowNanos < until ? until : Long.MAX_VALUE;
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  void learn(long startNanos, long nowNanos, int inFlight, boolean good) {}
}
