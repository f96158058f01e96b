// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.util.concurrent.ThreadLocalRandom;

/** Who pays whom: accounts 1 to some number, and either anyone or always the first is paid. */
public enum TradePattern {
  SPREAD,
  HOT;

  /** How many accounts there are, unless a benchmark says otherwise. */
  public static final int ACCOUNTS = 10_000;

  private static final long HOT_UID = 1;
  private static final int CENTS_MAX = 100;

  /** One of them; the amount is 0.01 to 1.00. */
  public record Trade(long from, long to, long cents) {}

  /** The next one, between accounts 1 to {@link #ACCOUNTS}. */
  public Trade next() {
    return next(ACCOUNTS);
  }

  /** The next one, between accounts 1 to that many. */
  public Trade next(int accounts) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long to = this == HOT ? HOT_UID : random.nextLong(1, accounts + 1);
    long from = random.nextLong(1, accounts);
    // The one left out is who is paid.
    return new Trade(from < to ? from : from + 1, to, random.nextLong(1, CENTS_MAX + 1));
  }
}
