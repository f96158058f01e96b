// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.progress;

import dev.onepass.client.BatchStatus;
import dev.onepass.command.Terminal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that moves, with the accounts settled a second and the time that is left. */
final class ProgressInBar implements Progress {

  private static final int UPDATE_MS = 100;

  private final ProgressBar bar;

  ProgressInBar(Terminal terminal, String name, long total) {
    bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(total)
            .setStyle(style(terminal))
            .setUpdateIntervalMillis(UPDATE_MS)
            .showSpeed(
                new DecimalFormat(
                    "#,##0' accounts'", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .build();
  }

  private static ProgressBarStyle style(Terminal terminal) {
    boolean unicode = Charset.defaultCharset().equals(StandardCharsets.UTF_8) && isUtf8Locale();
    if (!unicode) {
      return ProgressBarStyle.ASCII;
    }
    return terminal.hasColours()
        ? ProgressBarStyle.COLORFUL_UNICODE_BAR
        : ProgressBarStyle.UNICODE_BLOCK;
  }

  private static boolean isUtf8Locale() {
    for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = System.getenv(variable);
      if (value != null && !value.isEmpty()) {
        return value.toUpperCase(Locale.ROOT).replace("-", "").endsWith("UTF8");
      }
    }
    return false;
  }

  @Override
  public void show(BatchStatus status) {
    bar.maxHint(status.total());
    bar.stepTo(status.settled());
    bar.setExtraMessage(
        String.format(Locale.ROOT, " %,.2f swept, %,d calls", status.swept(), status.calls())
            + (status.isFinished() ? "" : ", " + status.concurrency() + " at once"));
  }

  @Override
  public void close() {
    bar.close();
  }
}
