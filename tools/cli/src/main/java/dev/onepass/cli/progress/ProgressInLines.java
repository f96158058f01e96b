// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.progress;

import dev.onepass.client.BatchStatus;
import dev.onepass.command.Terminal;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line every few seconds, with the accounts settled a second and the time that is left. */
final class ProgressInLines implements Progress {

  private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private long nextNanos;

  ProgressInLines(Terminal terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.nextNanos = startNanos + PAUSE_NANOS;
  }

  @Override
  public void show(BatchStatus status) {
    long now = nanoTime.getAsLong();
    if (now - nextNanos >= 0) {
      nextNanos = now + PAUSE_NANOS;
      terminal.line(text(status, (now - startNanos) / 1e9));
    }
  }

  private static String text(BatchStatus status, double seconds) {
    double perSecond = status.settled() / seconds;
    String left =
        perSecond == 0 ? "?" : "%.0f s".formatted((status.total() - status.settled()) / perSecond);
    return String.format(
        Locale.ROOT,
        "%,d of %,d accounts, %,.0f/s, %s left; %,.2f swept, %,d calls, %d at once",
        status.settled(),
        status.total(),
        perSecond,
        left,
        status.swept(),
        status.calls(),
        status.concurrency());
  }
}
