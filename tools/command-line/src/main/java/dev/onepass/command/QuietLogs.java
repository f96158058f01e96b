// SPDX-License-Identifier: Apache-2.0
package dev.onepass.command;

/** For commands that order trouble: a log line for each piece of it is no news. */
public final class QuietLogs {

  private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private QuietLogs() {}

  /** Logs errors alone, unless a level was asked for. Only before the first logger is made. */
  public static void errorsOnly() {
    if (System.getProperty(LEVEL) == null) {
      System.setProperty(LEVEL, "error");
    }
  }
}
