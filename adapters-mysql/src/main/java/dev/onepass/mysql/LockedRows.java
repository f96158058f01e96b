// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerSnapshot;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one ledger transaction read and locked. Used by one thread.
 *
 * <p>Accounts are locked first, by ascending uid, then items by batch and uid: all transactions
 * take their locks in this order, so that two of them queue rather than deadlock. The indexes are
 * prescribed, since a statement that would rather read the whole table would lock all of it.
 */
final class LockedRows {

  private static final String LOCK_ACCOUNTS =
      "SELECT " + LedgerRows.BALANCE + " FROM user_balances FORCE INDEX (PRIMARY) WHERE uid IN ";
  private static final String FIND_TRANSFERS =
      "SELECT "
          + LedgerRows.TRANSFER
          + " FROM transfers FORCE INDEX (by_request) WHERE request_id IN ";
  private static final String FIND_REFUSALS =
      "SELECT " + LedgerRows.REFUSAL + " FROM refusals FORCE INDEX (PRIMARY) WHERE request_id IN ";
  private static final String LOCK_ITEMS =
      "SELECT "
          + ItemRows.ITEM
          + " FROM batch_items FORCE INDEX (PRIMARY) WHERE batch_id = ? AND uid IN ";
  private static final String TOTAL_CREDIT =
      "SELECT credit_uid AS uid, SUM(amount) AS amount FROM transfers WHERE credit_uid IN ";
  private static final String TOTAL_DEBIT =
      "SELECT debit_uid AS uid, -SUM(amount) AS amount FROM transfers WHERE debit_uid IN ";

  private final Map<Uid, Balance> balances = new HashMap<>();
  private final Map<RequestId, Recorded> recorded = new HashMap<>();
  private final Map<ItemKey, BatchItem> items = new HashMap<>();
  private final Map<Uid, Money> totals = new HashMap<>();

  private LockedRows() {}

  /** Begins a transaction, locks and reads: one round trip. */
  static LockedRows begin(Connection connection, LedgerReads reads) throws SQLException {
    LockedRows rows = new LockedRows();
    Script script = new Script().then(Database.BEGIN);
    rows.accounts(script, reads.accounts());
    rows.records(script, reads.requestIds());
    rows.items(script, reads.items());
    rows.totals(script, reads.journalTotals());
    script.run(connection);
    rows.unpack(connection, reads.items());
    return rows;
  }

  LedgerSnapshot snapshot() {
    Map<ItemKey, Long> fences = new HashMap<>();
    items.forEach((key, item) -> fences.put(key, item.fence()));
    return new LedgerSnapshot(
        Map.copyOf(balances), Map.copyOf(recorded), Map.copyOf(fences), Map.copyOf(totals));
  }

  boolean hasAccount(Uid uid) {
    return balances.containsKey(uid);
  }

  /**
   * The item as it was read.
   *
   * @throws IllegalStateException if the decision writes an item that was not read, or under
   *     another token than it was shown: a bug of its own
   */
  BatchItem heldBy(BatchItem written) {
    BatchItem read = items.get(written.key());
    if (read == null || read.fence() != written.fence()) {
      throw new IllegalStateException(
          "checkpoint of %s under fence %d, stored is %s"
              .formatted(written.key(), written.fence(), read == null ? "none" : read.fence()));
    }
    return read;
  }

  private void accounts(Script script, Set<Uid> uids) {
    if (!uids.isEmpty()) {
      script.then(
          LOCK_ACCOUNTS + Script.list(uids.size()) + " ORDER BY uid FOR UPDATE",
          ascending(uids),
          row -> {
            Balance balance = LedgerRows.balance(row);
            balances.put(balance.uid(), balance);
          });
    }
  }

  /** Read after the accounts are locked, and so with all that was committed before. */
  private void records(Script script, Set<RequestId> ids) {
    if (!ids.isEmpty()) {
      List<String> values = ids.stream().map(RequestId::value).toList();
      String list = Script.list(values.size());
      script.then(FIND_TRANSFERS + list, values, row -> record(LedgerRows.transfer(row)));
      script.then(FIND_REFUSALS + list, values, row -> record(LedgerRows.refusal(row)));
    }
  }

  private void record(Recorded found) {
    recorded.put(found.requestId(), found);
  }

  private void items(Script script, Set<ItemKey> keys) {
    byBatch(keys).forEach((batch, uids) -> items(script, batch, uids));
  }

  /**
   * Reads items that have no row yet, since nobody has claimed them. A sweep never asks for one.
   */
  private void unpack(Connection connection, Set<ItemKey> keys) throws SQLException {
    Set<ItemKey> missing = new TreeSet<>(keys);
    missing.removeAll(items.keySet());
    boolean unpacked = false;
    for (ItemKey key : missing) {
      unpacked |= Backlog.unpack(connection, key);
    }
    if (unpacked) {
      Script script = new Script();
      items(script, missing);
      script.run(connection);
    }
  }

  private void items(Script script, BatchId batch, Collection<Uid> uids) {
    List<Object> values = new ArrayList<>();
    values.add(batch.value());
    values.addAll(ascending(uids));
    script.then(
        LOCK_ITEMS + Script.list(uids.size()) + " ORDER BY uid FOR UPDATE",
        values,
        row -> {
          BatchItem item = ItemRows.item(row);
          items.put(item.key(), item);
        });
  }

  private void totals(Script script, Set<Uid> uids) {
    if (!uids.isEmpty()) {
      uids.forEach(uid -> totals.put(uid, Money.ZERO));
      List<Long> values = ascending(uids);
      String list = Script.list(values.size());
      script.then(TOTAL_CREDIT + list + " GROUP BY credit_uid", values, this::addToTotal);
      script.then(TOTAL_DEBIT + list + " GROUP BY debit_uid", values, this::addToTotal);
    }
  }

  private void addToTotal(ResultSet row) throws SQLException {
    totals.merge(LedgerRows.uid(row, "uid"), LedgerRows.money(row, "amount"), Money::plus);
  }

  private static List<Long> ascending(Collection<Uid> uids) {
    return uids.stream().map(Uid::value).sorted().toList();
  }

  private static Map<BatchId, List<Uid>> byBatch(Set<ItemKey> keys) {
    Map<BatchId, List<Uid>> uids = new TreeMap<>();
    keys.forEach(
        key -> uids.computeIfAbsent(key.batch(), batch -> new ArrayList<>()).add(key.uid()));
    return uids;
  }
}
