// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.ledger.AuditEntry;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.testkit.contract.LedgerStoreContract;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.util.List;

class InMemoryLedgerStoreTest extends LedgerStoreContract {

  private final MemoryDatabase database = new MemoryDatabase(new ManualTimekeeper());

  @Override
  protected LedgerStore ledger() {
    return database.ledger();
  }

  @Override
  protected List<AuditEntry> audits() {
    return database.ledger().audits();
  }
}
