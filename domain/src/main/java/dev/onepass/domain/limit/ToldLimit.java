// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/** A limit that tells when it has changed. Not thread-safe. */
public final class ToldLimit implements ConcurrencyLimit {

  /** Hears of changes. */
  public interface Listener {
    void changed(int limit, boolean isAway);
  }

  private final ConcurrencyLimit limit;
  private final Listener listener;
  private int told;
  private boolean toldAway;

  /**
   * @param listener hears of the limit as it is, at once, and then of each change
   */
  public ToldLimit(ConcurrencyLimit limit, Listener listener) {
    this.limit = limit;
    this.listener = listener;
    this.told = limit.limit();
    listener.changed(told, false);
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
    long call = limit.started(account, nowNanos);
    tellChange();
    return call;
  }

  @Override
  public void answered(long call, CallResult answer, boolean backlog, long nowNanos) {
    limit.answered(call, answer, backlog, nowNanos);
    tellChange();
  }

  @Override
  public void pauseUntil(long untilNanos) {
    limit.pauseUntil(untilNanos);
    tellChange();
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

  private void tellChange() {
    int now = limit.limit();
    boolean away = limit.isAway();
    if (now != told || away != toldAway) {
      told = now;
      toldAway = away;
      listener.changed(now, away);
    }
  }
}
