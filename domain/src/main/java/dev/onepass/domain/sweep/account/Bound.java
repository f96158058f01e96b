// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.account;

/** What is known of an external account: less than so many cents remain. Not thread-safe. */
final class Bound {

  private static final long UNKNOWN = Long.MAX_VALUE;

  private long cents = UNKNOWN;
  private long since;

  long cents() {
    return cents;
  }

  boolean isKnown() {
    return cents != UNKNOWN;
  }

  /** An amount was refused for want of money: less than that remains. */
  void refused(long amount, long tick) {
    if (amount < cents) {
      cents = amount;
      since = tick;
    }
  }

  /**
   * An amount has left. It says something only if it left after what the bound stems from.
   *
   * @param sent when it was asked for, for the first time
   */
  void settled(long amount, long sent) {
    if (isKnown() && sent > since) {
      // A deposit in the middle of the sweep can make the third party pay more than was proven.
      cents = Math.max(1, cents - amount);
    }
  }
}
