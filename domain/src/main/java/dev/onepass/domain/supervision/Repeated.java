// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.supervision;

import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;

/**
 * Counts how often in a row something failed, and says when it is time to tell: at the first
 * failure, and then at intervals that double, from a second to ten minutes. They begin anew when it
 * has been well for as long as the last of them, so that what fails now and then is told now and
 * then, too. So no failure is silent, and none floods the log. Thread-safe.
 */
public final class Repeated {

  private static final Backoff INTERVALS =
      new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(10));

  private final Timekeeper time;
  private long count;
  private int told;
  private boolean toldOfRow;
  private long lastNanos;
  private long tellAgainNanos;

  public Repeated(Timekeeper time) {
    this.time = time;
  }

  /** Counts a failure; returns whether it is to be told. */
  public synchronized boolean isToBeTold() {
    long now = time.nanoTime();
    if (told > 0 && now - lastNanos > INTERVALS.after(told).toNanos()) {
      told = 0;
    }
    lastNanos = now;
    count++;
    if (told > 0 && now - tellAgainNanos < 0) {
      return false;
    }
    told++;
    toldOfRow = true;
    tellAgainNanos = now + INTERVALS.after(told).toNanos();
    return true;
  }

  /** Counts a success, which ends the row; returns whether a failure of the row was told. */
  public synchronized boolean ended() {
    boolean wasTold = toldOfRow;
    toldOfRow = false;
    count = 0;
    return wasTold;
  }

  /** How many failures in a row there are. */
  public synchronized long count() {
    return count;
  }
}
