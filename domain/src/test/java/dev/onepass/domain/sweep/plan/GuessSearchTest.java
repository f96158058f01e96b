// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Plans made from samples of balances, compared with the entropy of what these are drawn from. */
class GuessSearchTest {

  private static final long MAX = 1_000_000;

  private final Random random = new Random(17);

  private double callsAfter(int samples, LongSupplier balances) {
    long[] sample = LongStream.generate(balances).limit(samples).toArray();
    SweepPlan plan = new GuessSearch(sample, MAX).best();
    return LongStream.generate(balances).limit(20_000).map(plan::calls).average().orElseThrow();
  }

  private long between(long low, long high) {
    return low + random.nextLong(high - low + 1);
  }

  private static double bits(double n) {
    return Math.log(n) / Math.log(2);
  }

  @Test
  void likeSizedBalancesTakeLittleMoreThanTheirEntropy() {
    double entropy = bits(45_058 - 1_448 + 1);
    assertThat(callsAfter(64, () -> between(1_448, 45_058))).isLessThan(1.05 * entropy);
    assertThat(callsAfter(8, () -> between(1_448, 45_058))).isLessThan(1.10 * entropy);
    assertThat(callsAfter(64, () -> between(100_001, 200_995))).isLessThan(1.10 * bits(100_995));
    assertThat(callsAfter(64, () -> between(400_000, 410_000))).isLessThan(1.15 * bits(10_001));
  }

  @Test
  void heavyTailsTakeLittleMoreThanTheirEntropy() {
    // The differential entropy of the lognormal distribution, of cents.
    double entropy = bits(30_000 * Math.exp(0.5) * Math.sqrt(2 * Math.PI));
    LongSupplier balances = () -> (long) (30_000 * Math.exp(random.nextGaussian()));

    assertThat(callsAfter(128, balances)).isLessThan(1.10 * entropy);
  }

  @Test
  void whatIsMostlyOneAmountIsAskedForFirst() {
    assertThat(callsAfter(16, () -> 500_000)).isEqualTo(2);
    assertThat(callsAfter(64, () -> random.nextInt(10) > 0 ? 0 : between(1, 50_000)))
        .isLessThan(3.5);
  }

  @Test
  void roundAmountsTakeFewerCalls() {
    assertThat(callsAfter(64, () -> 10_000 * between(1, 64))).isLessThan(6 + 2.1);
  }

  @Test
  void nothingIsGuessedOfBalancesThatAreAllOverTheRange() {
    LongSupplier balances = () -> between(10_000_000, 20_000_000);
    double plain =
        LongStream.generate(balances)
            .limit(20_000)
            .map(SweepPlan.binary(MAX)::calls)
            .average()
            .orElseThrow();

    assertThat(callsAfter(99, balances)).isLessThan(1.001 * plain);
  }

  @Test
  void noAmountIsAboveWhatTheThirdPartyAccepts() {
    for (long seed = 0; seed < 200; seed++) {
      Random dice = new Random(seed);
      long low = dice.nextLong(1L << dice.nextInt(1, 34));
      long width = 1 + dice.nextLong(1L << dice.nextInt(1, 34));
      long[] sample = dice.longs(1 + dice.nextInt(40), low, low + width).toArray();

      SweepPlan plan = new GuessSearch(sample, MAX).best();

      assertThat(plan.stages()).as("seed %d", seed).allMatch(stage -> stage.cents() <= MAX);
    }
  }

  @Test
  void largeAccountsOfOneSizeAreSweptByAPlanMadeOfThem() {
    LongSupplier balances = () -> between(10_000_001, 20_099_587);

    assertThat(callsAfter(8, balances)).isLessThan(38);
  }
}
