// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.testkit.contract.JournalContract;
import dev.onepass.testkit.time.ManualTimekeeper;

class InMemoryJournalTest extends JournalContract {

  private final MemoryDatabase database = new MemoryDatabase(new ManualTimekeeper());

  @Override
  protected LedgerStore ledger() {
    return database.ledger();
  }

  @Override
  protected Journal journal() {
    return database.ledger();
  }
}
