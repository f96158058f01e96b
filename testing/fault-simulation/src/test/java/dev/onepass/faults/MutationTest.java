// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation bites: what is broken on purpose, it finds, and in the same step each time. */
class MutationTest {

  private static final int SEEDS_MAX = 4_000;

  static List<Mutation> mutations() {
    return Mutations.all();
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void theMistakeIsFound(Mutation mutation) throws Exception {
    String violation = new MutantLoader(mutation.sources()).firstViolation(SEEDS_MAX);

    System.out.println(mutation + ": " + firstLine(violation));
    assertThat(violation).as(mutation.name()).isNotNull();
  }

  @Test
  void withoutAMistakeNothingIsFound() throws Exception {
    assertThat(new MutantLoader(Map.of()).firstViolation(200)).isNull();
  }

  @Test
  void aViolationShowsInTheSameStepEachTime() throws Exception {
    MutantLoader mutant = new MutantLoader(mutations().get(0).sources());

    assertThat(mutant.firstViolation(SEEDS_MAX)).isEqualTo(mutant.firstViolation(SEEDS_MAX));
  }

  private static String firstLine(String violation) {
    return violation == null ? "not found" : violation.lines().findFirst().orElse("");
  }
}
