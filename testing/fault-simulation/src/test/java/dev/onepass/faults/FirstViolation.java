// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs seeds until one fails. Called from outside the class loader it lives in. */
public final class FirstViolation {

  // Held, because loggers are forgotten with their levels.
  private static final Logger DOMAIN = Logger.getLogger("dev.onepass");

  private FirstViolation() {}

  /** What is violated first among the seeds 1 to {@code seeds}, and where; null if nothing is. */
  public static String in(int seeds) {
    DOMAIN.setLevel(Level.OFF);
    try (FaultSimulation simulation = new FaultSimulation(0)) {
      for (int seed = 1; seed <= seeds; seed++) {
        Verdict verdict = simulation.run(seed);
        Verdict.Violation violation = verdict.violation();
        if (violation != null) {
          return "seed " + seed + ", step " + violation.step() + ": " + violation.what();
        }
      }
    }
    return null;
  }
}
