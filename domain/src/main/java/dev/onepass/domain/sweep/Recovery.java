// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import java.time.Duration;

/**
 * Notices when the third party is back after it was away for so long that accounts wait long pauses
 * because of it. Used from within the mailbox.
 */
final class Recovery {

  private final Duration longAway;
  private boolean away;
  private long sinceNanos;

  /**
   * @param longAway after which time accounts begin to wait for longer than the service does
   */
  Recovery(Duration longAway) {
    this.longAway = longAway;
  }

  /** Takes whether it is away now; returns whether it has just come back from a long absence. */
  boolean isBack(boolean isAway, long nowNanos) {
    boolean back = away && !isAway && nowNanos - sinceNanos >= longAway.toNanos();
    if (isAway && !away) {
      sinceNanos = nowNanos;
    }
    away = isAway;
    return back;
  }
}
