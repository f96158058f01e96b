// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/**
 * The pace of calls while the service is away: one every 75 ms while it refuses at once, and fewer
 * while it says nothing, lest they keep an overloaded service from ever getting through its queue.
 */
final class Outage {

  private static final long LEAST_PAUSE_NANOS = 75_000_000L;
  private static final long MOST_PAUSE_NANOS = 300_000_000L;

  private boolean on;
  private long nextCall;
  private long pause;
  private boolean unanswered;

  void begin(long nowNanos) {
    on = true;
    pause = LEAST_PAUSE_NANOS;
    nextCall = nowNanos + pause;
    unanswered = false;
  }

  void end() {
    on = false;
  }

  boolean isOn() {
    return on;
  }

  long nextCallNanos() {
    return nextCall;
  }

  void called(long nowNanos) {
    pause = unanswered ? Math.min(MOST_PAUSE_NANOS, pause * 3 / 2) : LEAST_PAUSE_NANOS;
    nextCall = nowNanos + pause;
    unanswered = true;
  }

  void failed(long startNanos, long nowNanos) {
    unanswered &= nowNanos - startNanos > pause;
  }
}
