// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

/**
 * A batch of accounts.
 *
 * @param name how tables call it
 * @param accounts how many
 * @param least smallest balance in cents
 * @param span largest balance less the smallest; 0 if they are log-normal
 * @param median of log-normal balances, in cents
 * @param sigma spread of log-normal balances
 */
record Workload(String name, int accounts, long least, long span, long median, double sigma) {

  /** Most that one payment may move, in cents. */
  static final long CAP = 1_000_000;

  /** Payments of 2^19 to 2^0 cents. */
  static final int BITS = 20;

  Workload {
    if (accounts < 1 || span < 0) {
      throw new IllegalArgumentException(
          "workloads " + name + ": needs accounts, and 'from' not above 'to'");
    }
  }

  static Workload even(String name, int accounts, long from, long to) {
    return new Workload(name, accounts, from, to - from, 0, 0);
  }

  static Workload logNormal(String name, int accounts, long median, double sigma) {
    return new Workload(name, accounts, 0, 0, median, sigma);
  }

  long[] balances(long seed) {
    long[] cents = new long[accounts];
    Dice dice = new Dice(seed, sigma);
    double mean = median * Math.exp(sigma * sigma / 2);
    for (int i = 0; i < accounts; i++) {
      cents[i] =
          median > 0 ? (long) (mean * dice.factor()) : least + (long) (dice.uniform() * (span + 1));
    }
    return cents;
  }

  /** Calls that a plain sweep cannot do without. */
  static long fewestCalls(long[] balances) {
    long calls = 0;
    for (long balance : balances) {
      calls += balance / CAP + 1 + BITS;
    }
    return calls;
  }
}
