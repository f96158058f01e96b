// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.time.Timekeeper;

/** The services of the front door alone, for tests of the rooms behind it. */
public final class Services {

  private Services() {}

  public static BalanceReader reader(LedgerStore store, GuardedCache cache, Timekeeper time) {
    return new BalanceReader(store, cache, time, Runnable::run);
  }

  public static BalanceValidation validation(
      LedgerStore store, Journal journal, GuardedCache cache, Timekeeper time) {
    return new BalanceValidation(store, journal, cache, time);
  }
}
