// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.model;

import dev.onepass.ports.model.Money;
import java.time.Duration;

/**
 * The limits of a ledger. Immutable.
 *
 * @param queueCapacity how many commands may wait for a transaction; more are refused at once
 * @param maxGroup the most commands in one transaction
 * @param writers the most transactions at once; each needs a database connection and a thread
 * @param maxAmount the largest amount of one transfer
 * @param patience for how long a command, counted from its submission, is tried again while the
 *     database does not answer; it is tried once in any case
 */
public record LedgerSettings(
    int queueCapacity, int maxGroup, int writers, Money maxAmount, Duration patience) {

  public static final LedgerSettings DEFAULT =
      new LedgerSettings(10_000, 512, 2, Money.of("10000.00"), Duration.ofSeconds(10));

  /**
   * @throws IllegalArgumentException if a limit is not above zero
   */
  public LedgerSettings {
    requirePositive("queueCapacity", queueCapacity);
    requirePositive("maxGroup", maxGroup);
    requirePositive("writers", writers);
    requirePositive("maxAmount in cents", maxAmount.cents());
    requirePositive("patience in ms", patience.toMillis());
  }

  public LedgerSettings withQueueCapacity(int capacity) {
    return new LedgerSettings(capacity, maxGroup, writers, maxAmount, patience);
  }

  public LedgerSettings withMaxGroup(int commands) {
    return new LedgerSettings(queueCapacity, commands, writers, maxAmount, patience);
  }

  public LedgerSettings withWriters(int transactions) {
    return new LedgerSettings(queueCapacity, maxGroup, transactions, maxAmount, patience);
  }

  public LedgerSettings withMaxAmount(Money amount) {
    return new LedgerSettings(queueCapacity, maxGroup, writers, amount, patience);
  }

  public LedgerSettings withPatience(Duration duration) {
    return new LedgerSettings(queueCapacity, maxGroup, writers, maxAmount, duration);
  }

  private static void requirePositive(String what, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(what + " must be above zero: " + value);
    }
  }
}
