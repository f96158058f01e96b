// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Keeps the rule as good as it is: a small part of the bench, in virtual time, so that the figures
 * are the same everywhere. Short batches, which are the hardest.
 */
class RuleQualityTest {

  private static final List<Integer> CAPACITIES = List.of(15, 80);

  private static List<CellResult> play(long seed) {
    List<CellResult> results = new ArrayList<>();
    Scenarios standard = Scenarios.standard();
    Workload few = Workload.even("W2", 99, 100_000_01, 200_995_87);
    for (ServerModel server : standard.servers()) {
      for (int capacity : CAPACITIES) {
        results.add(CellResult.of(new Cell(server, capacity, few, seed), List.of(Contestant.OURS)));
      }
    }
    return results;
  }

  private static List<Score> scores(List<Map<String, Score>> range) {
    return range.stream().map(byName -> byName.get(Contestant.OURS.name())).toList();
  }

  @Test
  void isCloseToTheBestInHindsightOnEveryServer() {
    List<CellResult> results = play(1);

    Summary free = Summary.of(scores(results.stream().map(CellResult::free).toList()));
    assertThat(free.unfinished()).isZero();
    assertThat(free.median()).isLessThan(1.08);
    assertThat(free.worst()).isLessThan(1.6);
    assertThat(free.callsWorst()).isLessThan(1.5);

    Summary band = Summary.of(scores(results.stream().map(CellResult::band).toList()));
    assertThat(band.unfinished()).isZero();
    assertThat(band.median()).isLessThan(1.08);
    assertThat(band.worst()).isLessThan(1.5);
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    Cell cell = new Cell(Scenarios.standard().servers().get(2), 15, Workload.even("w", 9, 1, 5), 3);

    CellResult first = CellResult.of(cell, List.of(Contestant.OURS));
    CellResult second = CellResult.of(cell, List.of(Contestant.OURS));

    assertThat(second).isEqualTo(first);
  }
}
