// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.ItemCheckpoint;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.ledger.AuditEntry;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerSnapshot;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * All rows of a {@link MemoryDatabase}. Not thread-safe: every use holds the monitor of this
 * object, and thereby is a transaction.
 */
final class Tables {

  final NavigableMap<Uid, Balance> balances = new TreeMap<>();
  final JournalTable journal = new JournalTable();
  final List<AuditEntry> audits = new ArrayList<>();
  final Map<BatchId, Batch> batches = new LinkedHashMap<>();
  final DueBatches due;
  final ElapsedTime time;
  private final Map<BatchId, ItemTable> items = new HashMap<>();

  Tables(ElapsedTime time) {
    this.time = time;
    this.due = new DueBatches(time);
  }

  /** The items of a batch; none for an unknown one. */
  ItemTable items(BatchId batch) {
    ItemTable known = items.get(batch);
    return known != null ? known : new ItemTable(time);
  }

  void addBatch(Batch batch, List<Uid> uids) {
    ItemTable table = new ItemTable(time);
    uids.forEach(uid -> table.open(new ItemKey(batch.id(), uid)));
    items.put(batch.id(), table);
    batches.put(batch.id(), batch);
    due.set(batch.id(), time.now());
  }

  Map<Uid, Balance> balances(Collection<Uid> uids) {
    Map<Uid, Balance> found = new HashMap<>();
    for (Uid uid : uids) {
      Balance balance = balances.get(uid);
      if (balance != null) {
        found.put(uid, balance);
      }
    }
    return Map.copyOf(found);
  }

  LedgerSnapshot read(LedgerReads reads) {
    Map<RequestId, Recorded> recorded = new HashMap<>();
    reads.requestIds().forEach(id -> journal.find(id).ifPresent(row -> recorded.put(id, row)));
    Map<ItemKey, Long> fences = new HashMap<>();
    for (ItemKey key : reads.items()) {
      items(key.batch()).find(key.uid()).ifPresent(item -> fences.put(key, item.fence()));
    }
    Map<Uid, Money> totals = new HashMap<>();
    reads.journalTotals().forEach((uid, after) -> totals.put(uid, journal.total(uid, after)));
    return new LedgerSnapshot(
        balances(reads.accounts()), Map.copyOf(recorded), Map.copyOf(fences), Map.copyOf(totals));
  }

  /** Writes all or nothing: whatever can fail is checked before the first change. */
  void write(LedgerChanges changes) {
    journal.requireNew(changes.transfers(), changes.refusals());
    for (ItemCheckpoint checkpoint : changes.checkpoints()) {
      items(checkpoint.item().key().batch()).requireClaimed(checkpoint.item());
    }
    journal.add(changes.transfers(), changes.refusals());
    changes.balances().forEach(balance -> balances.put(balance.uid(), balance));
    for (ItemCheckpoint checkpoint : changes.checkpoints()) {
      items(checkpoint.item().key().batch()).write(checkpoint);
    }
    audits.addAll(changes.audits());
  }
}
