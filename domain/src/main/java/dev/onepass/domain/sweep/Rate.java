// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

/** Events a second, over the last full second. Not thread-safe. */
final class Rate {

  private static final long SECOND = 1_000_000_000L;

  private long secondStart;
  private long current;
  private long last;

  void count(long nowNanos) {
    roll(nowNanos);
    current++;
  }

  long perSecond(long nowNanos) {
    roll(nowNanos);
    return last;
  }

  private void roll(long nowNanos) {
    long passed = nowNanos - secondStart;
    if (passed >= SECOND) {
      last = passed < 2 * SECOND ? current : 0;
      current = 0;
      secondStart = nowNanos;
    }
  }
}
