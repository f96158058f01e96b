// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/** A limit that tells when it has changed. Not thread-safe. */
public final class ToldLimit extends ForwardingLimit {

  /** Hears of changes. */
  public interface Listener {
    void changed(int limit, boolean isAway);
  }

  private final Listener listener;
  private int told;
  private boolean toldAway;

  /**
   * @param listener hears of the limit as it is, at once, and then of each change
   */
  public ToldLimit(ConcurrencyLimit limit, Listener listener) {
    super(limit);
    this.listener = listener;
    this.told = limit.limit();
    listener.changed(told, false);
  }

  @Override
  public long started(long account, long nowNanos) {
    long call = super.started(account, nowNanos);
    tellChange();
    return call;
  }

  @Override
  public void answered(long call, CallResult answer, boolean backlog, long nowNanos) {
    super.answered(call, answer, backlog, nowNanos);
    tellChange();
  }

  @Override
  public void pauseUntil(long untilNanos) {
    super.pauseUntil(untilNanos);
    tellChange();
  }

  private void tellChange() {
    int now = limit();
    boolean away = isAway();
    if (now != told || away != toldAway) {
      told = now;
      toldAway = away;
      listener.changed(now, away);
    }
  }
}
