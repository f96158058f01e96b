// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.testkit.contract.ItemStoreContract;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;

class InMemoryItemStoreTest extends ItemStoreContract {

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final MemoryDatabase database = new MemoryDatabase(time);

  @Override
  protected ItemStore items() {
    return database.batches();
  }

  @Override
  protected BatchStore batches() {
    return database.batches();
  }

  @Override
  protected LedgerStore ledger() {
    return database.ledger();
  }

  @Override
  protected void elapse(Duration duration) {
    time.advance(duration);
  }
}
