// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.security.SecureRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is always to be true is, whatever goes wrong. */
class FaultSimulationTest {

  // Held, because loggers are forgotten with their levels.
  private static final Logger DOMAIN = Logger.getLogger("dev.onepass");

  private final FaultSimulation simulation = new FaultSimulation(60);

  @BeforeAll
  static void quiet() {
    DOMAIN.setLevel(Level.OFF);
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void whateverGoesWrongWhatIsAlwaysTrueIs() {
    Occurrences occurrences = run(1, 5_000);

    for (Occurrence occurrence : Occurrence.values()) {
      assertThat(occurrences.of(occurrence)).as(occurrence.toString()).isPositive();
    }
  }

  @Test
  void andWithSeedsThatNobodyHasSeen() {
    long first = new SecureRandom().nextLong() >>> 1;
    System.out.println("fault simulation: fresh seeds from " + first);

    run(first, 5_000);
  }

  private Occurrences run(long first, int seeds) {
    Occurrences occurrences = new Occurrences();
    for (long seed = first; seed < first + seeds; seed++) {
      Verdict verdict = simulation.run(seed);
      requireHolds(verdict);
      occurrences.addAll(verdict.occurrences());
    }
    return occurrences;
  }

  private static void requireHolds(Verdict verdict) {
    Verdict.Violation violation = verdict.violation();
    if (violation != null) {
      fail(
          "seed %d, step %d: %s%n%s%nrepeat it with: ./onepass simulate-faults --seeds 1 --seed %d",
          verdict.seed(),
          violation.step(),
          violation.what(),
          String.join("\n", violation.last()),
          verdict.seed());
    }
  }

  @Test
  void aSeedIsTheSameToTheLastStepEachTime() {
    for (long seed = 1; seed <= 50; seed++) {
      Verdict first = simulation.run(seed);
      Verdict second = simulation.run(seed);

      assertThat(second.digest()).as("seed " + seed).isEqualTo(first.digest());
      assertThat(second.steps()).isEqualTo(first.steps());
    }
  }
}
