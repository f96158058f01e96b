// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.limit.ConcurrencyLimit;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final Scenarios STANDARD = Scenarios.standard();
  private static final Workload SMALL = Workload.even("small", 40, 0, 30_000_00);

  private static Cell cell(String server, int capacity, long seed) {
    ServerModel model =
        STANDARD.servers().stream().filter(s -> s.name().equals(server)).findFirst().orElseThrow();
    return new Cell(model, capacity, SMALL, seed);
  }

  private static ConcurrencyLimit ours() {
    return Contestant.OURS.limit().apply(CellResult.FREE);
  }

  @Test
  void everyContestantDrainsEveryAccountOfAPlainServer() {
    for (Contestant contestant : Contestant.YARDSTICKS) {
      Cell cell = cell("S1", 15, 1);

      Outcome outcome = cell.play(contestant.limit().apply(CellResult.BAND));

      assertThat(outcome.finished()).as(contestant.name()).isTrue();
      assertThat(outcome.calls()).isGreaterThanOrEqualTo(cell.fewestCalls());
    }
  }

  @Test
  void oursDrainsEveryAccountOfEveryServer() {
    for (ServerModel server : STANDARD.servers()) {
      for (long seed = 1; seed <= 5; seed++) {
        Outcome outcome = cell(server.name(), 15, seed).play(ours());

        assertThat(outcome.finished()).as("%s seed %s", server.name(), seed).isTrue();
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    assertThat(cell("S6", 15, 7).play(ours())).isEqualTo(cell("S6", 15, 7).play(ours()));
    assertThat(cell("S6", 15, 7).play(ours())).isNotEqualTo(cell("S6", 15, 8).play(ours()));
  }

  @Test
  void noRunIsFasterThanTheWorkersAllow() {
    Cell cell = cell("S1", 5, 3);

    Outcome outcome = cell.play(new FixedLimit(60));

    assertThat(outcome.nanos()).isGreaterThan(cell.boundNanos() * 9 / 10);
  }

  @Test
  void oneCallInFlightTakesOneServiceTimeForEach() {
    Cell cell = cell("S1", 5, 3);

    Outcome outcome = cell.play(new FixedLimit(1));

    double millis = outcome.nanos() / 1e6 / outcome.calls();
    assertThat(millis).isBetween(20.0, 24.0);
  }

  @Test
  void aBoundedQueueRefusesTheRest() {
    assertThat(cell("S2", 5, 1).play(new FixedLimit(10)).overload()).isZero();
    assertThat(cell("S2", 5, 1).play(new FixedLimit(20)).overload()).isPositive();
  }

  @Test
  void overloadMakesACollapsingServerSlower() {
    Outcome busy = cell("S3", 5, 1).play(new FixedLimit(7));
    Outcome crowded = cell("S3", 5, 1).play(new FixedLimit(20));

    assertThat(crowded.nanos()).isGreaterThan(2 * busy.nanos());
  }

  @Test
  void theOracleIsNoSlowerThanAnyLimitWithinItsBounds() {
    for (String server : List.of("S1", "S4", "S5b", "S8a")) {
      Cell cell = cell(server, 5, 1);
      long best = Oracle.nanos(cell, CellResult.BAND, cell.capNanos());

      assertThat(best).isLessThanOrEqualTo(cell.play(new FixedLimit(10)).nanos());
      assertThat(best).isLessThanOrEqualTo(cell.play(new FixedLimit(20)).nanos());
    }
  }
}
