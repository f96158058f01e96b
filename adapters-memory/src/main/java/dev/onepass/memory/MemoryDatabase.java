// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.Storage;
import dev.onepass.ports.time.SystemTimekeeper;
import dev.onepass.ports.time.Timekeeper;

/**
 * A database in the heap: the ledger and the batches, which share transactions as they do in a real
 * one. It lives as long as somebody holds it; two nodes of a test share it by sharing the object.
 *
 * <p>Thread-safe. One transaction runs at a time, which is the simplest isolation there is.
 */
public final class MemoryDatabase {

  private final InMemoryLedger ledger;
  private final InMemoryBatches batches;

  /**
   * @param timekeeper the database's own clock: decides when a claim on an item ends
   */
  public MemoryDatabase(Timekeeper timekeeper) {
    Tables tables = new Tables(new ElapsedTime(timekeeper));
    this.ledger = new InMemoryLedger(tables);
    this.batches = new InMemoryBatches(tables);
  }

  /** On the machine's clock. */
  public MemoryDatabase() {
    this(new SystemTimekeeper());
  }

  /** All of it, for {@code OnePassBuilder}: for nodes that share no cache. */
  public Storage storage() {
    return new Storage(ledger, ledger, batches, batches, null);
  }

  /** The books, as {@code LedgerStore} and {@code Journal}. */
  public InMemoryLedger ledger() {
    return ledger;
  }

  /** The batches, as {@code BatchStore} and {@code ItemStore}. */
  public InMemoryBatches batches() {
    return batches;
  }
}
