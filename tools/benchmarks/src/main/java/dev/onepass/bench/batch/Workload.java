// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.batch;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * The balances of a batch, drawn anew for each round.
 *
 * @param name what it is called
 * @param accounts how many
 * @param leastCents the lower end of their even distribution
 * @param mostCents the upper end
 */
record Workload(String name, int accounts, long leastCents, long mostCents) {

  private static final long MAX_PAY_CENTS = 1_000_000;

  /** Calls for a remainder of which nothing is known. */
  private static final int DESCENT = 20;

  static final Workload SMALL = new Workload("99 of 14.48 to 450.58", 99, 1_448, 45_058);
  static final Workload LARGE =
      new Workload("99 of 100000.01 to 200995.87", 99, 10_000_001, 20_099_587);
  static final Workload HUGE =
      new Workload("one of 100000000.53", 1, 10_000_000_053L, 10_000_000_053L);
  static final Workload MANY = new Workload("2000 of 14.48 to 450.58", 2_000, 1_448, 45_058);

  static final List<Workload> ALL = List.of(SMALL, LARGE, HUGE, MANY);

  /** As many accounts of mixed balances: nine in ten of the size of wages, one up to 30000.00. */
  static long[] mixed(int accounts, Random random) {
    return LongStream.range(0, accounts)
        .map(i -> random.nextInt(10) > 0 ? random.nextLong(500_000) : random.nextLong(3_000_000))
        .toArray();
  }

  long[] balances(Random random) {
    return random.longs(accounts, leastCents, mostCents + 1).toArray();
  }

  /** Calls of a client that knows nothing: the largest amount until insufficient, then halves. */
  static long floor(long[] balances) {
    return LongStream.of(balances).map(cents -> cents / MAX_PAY_CENTS + 1 + DESCENT).sum();
  }

  /** The information in such balances, in calls of two answers. */
  double entropy() {
    return accounts * Math.log(mostCents - leastCents + 1.0) / Math.log(2);
  }
}
