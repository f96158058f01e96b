// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Hears what must hold; the first that does not ends the run. */
final class Judge {

  private @Nullable String broken;

  /**
   * @param rule in words
   * @param details what it is about, for the message
   */
  void require(boolean holds, String rule, @Nullable Object... details) {
    if (!holds) {
      fail(rule, details);
    }
  }

  void fail(String rule, @Nullable Object... details) {
    if (broken == null) {
      StringBuilder text = new StringBuilder(rule);
      for (Object detail : details) {
        text.append(" | ").append(detail);
      }
      broken = text.toString();
    }
  }

  /** Something was thrown that nobody may throw. */
  void threw(String where, Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    fail("nothing but what the ports document is thrown", where, trace);
  }

  @Nullable String broken() {
    return broken;
  }
}
