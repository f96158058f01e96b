// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.command.CommandFailure;
import java.sql.SQLException;
import java.time.Duration;

/** Waits for what other processes do, and not forever. */
final class Waiting {

  /** Something that comes to be true; not being answered is the same as not yet. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws SQLException;
  }

  private Waiting() {}

  /**
   * Waits.
   *
   * @param otherwise what to say if it takes longer
   */
  static void until(Duration patience, long pollMillis, String otherwise, Condition condition) {
    long start = System.nanoTime();
    while (!holds(condition)) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new CommandFailure(otherwise);
      }
      try {
        Thread.sleep(pollMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailure("interrupted", e);
      }
    }
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (SQLException noAnswer) {
      return false;
    }
  }
}
