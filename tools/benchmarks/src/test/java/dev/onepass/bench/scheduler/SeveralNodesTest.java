// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.limit.AdaptiveLimit;
import dev.onepass.domain.limit.ConcurrencyLimit;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nodes that share a third party and do not know of each other, each with a limit of its own. In
 * virtual time, so that the figures are the same everywhere; {@code docs/scheduler.md} has more of
 * them, and says what the rule does not achieve.
 */
class SeveralNodesTest {

  private static final int CAPACITY = 40;
  private static final int ACCOUNTS_OF_BATCH = 1_000;

  /** Calls a second of one node, a sixth of what the third party takes. */
  private static final double PACE = 330;

  @ParameterizedTest
  @CsvSource({
    "S1, 2", "S1, 5", "S1, 20", "S2, 2", "S2, 5", "S2, 20", "S4, 2", "S4, 5", "S4, 20", "S6, 2",
    "S6, 5", "S6, 20"
  })
  void severalGetWithinATenthOfWhatOneGets(String server, int nodes) {
    double one = goodput(share(server, 1));

    assertThat(goodput(share(server, nodes))).isGreaterThan(0.9 * one);
  }

  @ParameterizedTest
  @ValueSource(strings = {"S1", "S2", "S3", "S4", "S6"})
  void twoGetAlikeMuch(String server) {
    long[] answers = share(server, 2);

    assertThat(fairness(answers)).isGreaterThan(0.9);
  }

  @Test
  void nodesThatAreThrottledGetAlikeMuch() {
    assertThat(fairness(share("S4", 5))).isGreaterThan(0.9);
    assertThat(fairness(share("S4", 20))).isGreaterThan(0.85);
  }

  @ParameterizedTest
  @ValueSource(strings = {"S1", "S2", "S4", "S6"})
  void threeEndABatchNoLaterThanOneWhereTheThirdPartyIsTheLimit(String server) {
    double one = batchSeconds(server, 1, () -> new AdaptiveLimit(CellResult.FREE));
    double three = batchSeconds(server, 3, () -> new AdaptiveLimit(CellResult.FREE));

    // In a batch this short, chance decides the last hundredth.
    assertThat(three / one).isLessThan(1.02);
  }

  @ParameterizedTest
  @ValueSource(strings = {"S1", "S2", "S3", "S4", "S6"})
  void threeEndABatchInLessThanHalfTheTimeWhereANodeIsTheLimit(String server) {
    double one = batchSeconds(server, 1, SeveralNodesTest::paced);
    double three = batchSeconds(server, 3, SeveralNodesTest::paced);

    assertThat(three / one).isLessThan(0.45);
  }

  private static ConcurrencyLimit paced() {
    return new PacedLimit(new AdaptiveLimit(CellResult.FREE), PACE);
  }

  /** The definite answers of each node in half a minute with work without end. */
  private static long[] share(String server, int nodes) {
    int accounts = 10_000;
    Fleet fleet = fleet(accounts, nodes, () -> new AdaptiveLimit(CellResult.FREE));
    play(server, accounts, fleet, 30);
    assertThat(fleet.done()).as("there was work to the end").isFalse();
    return fleet.definite();
  }

  private static double goodput(long[] answers) {
    return LongStream.of(answers).sum();
  }

  /** Jain's index: 1 if all have the same, 1/n if one has all. */
  private static double fairness(long[] answers) {
    double sum = LongStream.of(answers).sum();
    double squares = LongStream.of(answers).mapToDouble(each -> (double) each * each).sum();
    return sum * sum / (answers.length * squares);
  }

  private static double batchSeconds(String server, int nodes, Supplier<ConcurrencyLimit> limit) {
    Fleet fleet = fleet(ACCOUNTS_OF_BATCH, nodes, limit);
    Outcome outcome = play(server, ACCOUNTS_OF_BATCH, fleet, 3_600);
    assertThat(outcome.finished()).isTrue();
    return outcome.nanos() / 1e9;
  }

  private static Fleet fleet(int accounts, int nodes, Supplier<ConcurrencyLimit> limit) {
    return new Fleet(accounts, IntStream.range(0, nodes).mapToObj(i -> limit.get()).toList());
  }

  private static Outcome play(String server, int accounts, Fleet fleet, long secondsMax) {
    ServerModel model =
        Scenarios.standard().servers().stream()
            .filter(each -> each.name().equals(server))
            .findFirst()
            .orElseThrow();
    long[] balances = Workload.even("nodes", accounts, 14_48, 450_58).balances(1);
    return new Simulation(model, CAPACITY, balances, 1, fleet)
        .run(TimeUnit.SECONDS.toNanos(secondsMax), Long.MAX_VALUE);
  }
}
