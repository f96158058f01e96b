// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The last things that happened, put into words only if somebody wants to read them. */
final class Trace {

  private record Line(long step, long atNanos, String what, List<@Nullable Object> details) {

    @Override
    public String toString() {
      StringBuilder text =
          new StringBuilder(
              String.format(Locale.ROOT, "#%d %.6f s  %s", step, atNanos / 1e9, what));
      for (Object detail : details) {
        text.append(' ').append(detail);
      }
      return text.toString();
    }
  }

  private final Deque<Line> lines = new ArrayDeque<>();
  private final int linesMax;
  private long digest;

  Trace(int linesMax) {
    this.linesMax = linesMax;
  }

  /**
   * @param details immutable: they are put into words later
   */
  void note(long step, long atNanos, String what, @Nullable Object... details) {
    digest = 31 * (31 * digest + atNanos) + what.hashCode();
    if (linesMax > 0) {
      if (lines.size() == linesMax) {
        lines.removeFirst();
      }
      lines.addLast(new Line(step, atNanos, what, Arrays.asList(details)));
    }
  }

  /** Stands for all that happened: two runs of equal digests were the same. */
  long digest() {
    return digest;
  }

  List<String> lines() {
    List<String> texts = new ArrayList<>();
    lines.forEach(line -> texts.add(line.toString()));
    return texts;
  }
}
