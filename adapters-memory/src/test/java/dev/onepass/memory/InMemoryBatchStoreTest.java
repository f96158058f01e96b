// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.testkit.contract.BatchStoreContract;
import dev.onepass.testkit.time.ManualTimekeeper;

class InMemoryBatchStoreTest extends BatchStoreContract {

  private final MemoryDatabase database = new MemoryDatabase(new ManualTimekeeper());

  @Override
  protected BatchStore batches() {
    return database.batches();
  }

  @Override
  protected ItemStore items() {
    return database.batches();
  }
}
