// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.supervision.Repeated;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Tells operators of one thing that fails and is tried again: the first time, then at growing
 * intervals, and when it goes well again. Thread-safe.
 */
final class Told {

  private static final Logger LOG = System.getLogger(SweepEngine.class.getName());

  private final String what;
  private final Repeated failures;

  /**
   * @param what as it begins a line, with its ids: "batch b-1: its begin"
   */
  Told(String what, Timekeeper time) {
    this.what = what;
    this.failures = new Repeated(time);
  }

  /** It failed, and is tried again after a pause. */
  void failed(Outcome<?> outcome, Duration pause) {
    boolean told = failures.isToBeTold();
    if (told && outcome.isExpected()) {
      LOG.log(
          Level.WARNING,
          "{0} failed ({1} in a row), tried again in {2} ms: {3}",
          what,
          failures.count(),
          pause.toMillis(),
          outcome.reason());
    } else if (told) {
      String line = what + " failed (" + failures.count() + " in a row): a bug, tried again";
      LOG.log(Level.ERROR, line, outcome.failure());
    }
  }

  /** It went well. */
  void succeeded() {
    long failed = failures.count();
    if (failures.ended()) {
      LOG.log(Level.INFO, "{0} went well after {1} failures", what, failed);
    }
  }

  /** How often in a row it failed. */
  long count() {
    return failures.count();
  }
}
