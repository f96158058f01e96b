// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import dev.onepass.domain.limit.CallResult;
import dev.onepass.domain.limit.ConcurrencyLimit;

/** What the yardsticks share: a count of the calls in flight, and a plain delay before retries. */
abstract class PlainLimit implements ConcurrencyLimit {

  /** Starts of the calls in flight, by call number modulo the length. */
  private long[] starts = new long[1024];

  private long oldest;
  private long next;
  private int inFlight;

  @Override
  public int available(long nowNanos) {
    return Math.max(0, limit() - inFlight);
  }

  @Override
  public long wakeNanos(long nowNanos) {
    return Long.MAX_VALUE;
  }

  @Override
  public long started(long account, long nowNanos) {
    while (oldest < next && starts[(int) oldest & (starts.length - 1)] < 0) {
      oldest++;
    }
    if (next - oldest == starts.length) {
      long[] more = new long[starts.length * 2];
      for (long call = oldest; call < next; call++) {
        more[(int) call & (more.length - 1)] = starts[(int) call & (starts.length - 1)];
      }
      starts = more;
    }
    starts[(int) next & (starts.length - 1)] = nowNanos;
    inFlight++;
    return next++;
  }

  @Override
  public void answered(long call, CallResult answer, boolean backlog, long nowNanos) {
    int slot = (int) call & (starts.length - 1);
    long start = starts[slot];
    starts[slot] = -1;
    learn(start, nowNanos, inFlight, answer == CallResult.DEFINITE);
    inFlight--;
  }

  /** One call's story. */
  abstract void learn(long startNanos, long nowNanos, int inFlight, boolean good);

  @Override
  public boolean isAway() {
    return false;
  }

  @Override
  public void pauseUntil(long untilNanos) {}

  @Override
  public long retryNanos(int failures, long nowNanos) {
    if (failures <= 1) {
      return nowNanos;
    }
    return nowNanos + Math.min(400_000_000L, 10_000_000L << Math.min(failures - 2, 6));
  }
}
