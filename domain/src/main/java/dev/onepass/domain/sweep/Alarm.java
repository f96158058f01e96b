// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;

/** Has a mailbox look around at a moment, which can be moved. Used from within the mailbox. */
final class Alarm {

  private final Timekeeper time;
  private final Mailbox mailbox;
  private long atNanos = Long.MAX_VALUE;
  private Runnable cancel = () -> {};

  Alarm(Timekeeper time, Mailbox mailbox) {
    this.time = time;
    this.mailbox = mailbox;
  }

  /** Sets it, in place of what it was set to; {@link Long#MAX_VALUE} is never. */
  void set(long whenNanos, long nowNanos) {
    if (whenNanos == atNanos) {
      return;
    }
    cancel.run();
    cancel = () -> {};
    atNanos = whenNanos;
    if (whenNanos != Long.MAX_VALUE) {
      Duration delay = Duration.ofNanos(Math.max(0, whenNanos - nowNanos));
      cancel = time.after(delay, () -> mailbox.post(() -> rang(whenNanos)));
    }
  }

  private void rang(long whenNanos) {
    if (atNanos == whenNanos) {
      atNanos = Long.MAX_VALUE;
    }
  }
}
