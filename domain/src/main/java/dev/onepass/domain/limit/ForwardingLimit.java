// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/** Passes everything on: for limits that differ from another in one thing. Not thread-safe. */
public abstract class ForwardingLimit implements ConcurrencyLimit {

  private final ConcurrencyLimit limit;

  protected ForwardingLimit(ConcurrencyLimit limit) {
    this.limit = limit;
  }

  @Override
  public int available(long nowNanos) {
    return limit.available(nowNanos);
  }

  @Override
  public long wakeNanos(long nowNanos) {
    return limit.wakeNanos(nowNanos);
  }

  @Override
  public long started(long account, long nowNanos) {
    return limit.started(account, nowNanos);
  }

  @Override
  public void answered(long call, CallResult answer, boolean backlog, long nowNanos) {
    limit.answered(call, answer, backlog, nowNanos);
  }

  @Override
  public void pauseUntil(long untilNanos) {
    limit.pauseUntil(untilNanos);
  }

  @Override
  public long retryNanos(int failures, long nowNanos) {
    return limit.retryNanos(failures, nowNanos);
  }

  @Override
  public boolean isAway() {
    return limit.isAway();
  }

  @Override
  public int limit() {
    return limit.limit();
  }
}
