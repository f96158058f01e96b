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
 * The rows that one ledger transaction has read and locked. Used by one thread.
 *
 * <p>Accounts are locked first, by ascending uid, then items by batch and uid: all transactions
 * take their locks in this order, so that two of them queue rather than deadlock. The indexes are
 * prescribed, since a statement that would rather read the whole table would lock all of it.
 */
final class LockedRows {

  private static final String LOCK_ACCOUNTS_ALONE =
      "SELECT "
          + LedgerRows.BALANCE
          + " FROM user_balances FORCE INDEX (PRIMARY) WHERE uid IN %s ORDER BY uid FOR UPDATE";

  // Three tables in one statement, and so in one round trip. The limit only makes the order hold:
  // without one, MySQL drops it from a part of a union. Should a record be committed between the
  // look for it and the lock, then writing the same request id again is a duplicate key.
  private static final String LOCK_ACCOUNTS =
      "(SELECT 'BALANCE' AS found, uid AS credit_uid, version AS credit_version, amount,"
          + " NULL AS credit_after, NULL AS debit_uid, NULL AS debit_version, NULL AS debit_after,"
          + " NULL AS kind, NULL AS request_id, NULL AS created_at"
          + " FROM user_balances FORCE INDEX (PRIMARY) WHERE uid IN %s"
          + " ORDER BY uid LIMIT 1000000 FOR UPDATE)";
  private static final String FIND_TRANSFERS =
      "(SELECT 'TRANSFER' AS found, credit_uid, credit_version, amount,"
          + " credit_after, debit_uid, debit_version, debit_after,"
          + " kind, request_id, created_at"
          + " FROM transfers FORCE INDEX (by_request) WHERE request_id IN %s)";
  private static final String FIND_REFUSALS =
      "(SELECT 'REFUSAL' AS found, credit_uid, NULL AS credit_version, amount,"
          + " available AS credit_after, debit_uid, NULL AS debit_version, NULL AS debit_after,"
          + " reason AS kind, request_id, created_at"
          + " FROM refusals FORCE INDEX (PRIMARY) WHERE request_id IN %s)";
  private static final String LOCK_ITEMS =
      "SELECT "
          + ItemRows.ITEM
          + " FROM batch_items FORCE INDEX (PRIMARY) WHERE batch_id = ? AND uid IN ";
  private static final String TOTAL_CREDIT =
      "SELECT credit_uid AS uid, SUM(amount) AS amount FROM transfers FORCE INDEX (PRIMARY)"
          + " WHERE credit_uid = ? AND credit_version > ? GROUP BY credit_uid";
  private static final String TOTAL_DEBIT =
      "SELECT debit_uid AS uid, -SUM(amount) AS amount FROM transfers FORCE INDEX (by_debit)"
          + " WHERE debit_uid = ? AND debit_version > ? GROUP BY debit_uid";

  private final Map<Uid, Balance> balances = new HashMap<>();
  private final Map<RequestId, Recorded> recorded = new HashMap<>();
  private final Map<ItemKey, BatchItem> items = new HashMap<>();
  private final Map<Uid, Money> totals = new HashMap<>();

  private LockedRows() {}

  static LockedRows read(Connection connection, LedgerReads reads) throws SQLException {
    LockedRows rows = new LockedRows();
    Script script = new Script();
    if (reads.requestIds().isEmpty()) {
      rows.accounts(script, reads.accounts());
    } else {
      rows.accountsAndRecords(script, reads);
    }
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
      List<Long> values = Script.padded(ascending(uids));
      script.then(
          LOCK_ACCOUNTS_ALONE.formatted(Script.list(values.size())),
          values,
          row -> {
            Balance balance = LedgerRows.balance(row);
            balances.put(balance.uid(), balance);
          });
    }
  }

  private void accountsAndRecords(Script script, LedgerReads reads) {
    List<String> parts = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    if (!reads.accounts().isEmpty()) {
      List<Long> uids = Script.padded(ascending(reads.accounts()));
      parts.add(LOCK_ACCOUNTS.formatted(Script.list(uids.size())));
      values.addAll(uids);
    }
    List<String> ids = Script.padded(reads.requestIds().stream().map(RequestId::value).toList());
    parts.add(FIND_TRANSFERS.formatted(Script.list(ids.size())));
    parts.add(FIND_REFUSALS.formatted(Script.list(ids.size())));
    values.addAll(ids);
    values.addAll(ids);
    script.then(String.join(" UNION ALL ", parts), values, this::accountOrRecord);
  }

  private void accountOrRecord(ResultSet row) throws SQLException {
    String found = row.getString("found");
    if (found.equals("BALANCE")) {
      Uid uid = LedgerRows.uid(row, "credit_uid");
      balances.put(
          uid, new Balance(uid, LedgerRows.money(row, "amount"), row.getLong("credit_version")));
    } else {
      Recorded record =
          found.equals("TRANSFER")
              ? LedgerRows.transfer(row)
              : LedgerRows.refusal(row, "kind", "credit_after");
      recorded.put(record.requestId(), record);
    }
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
      unpacked |= PackedItems.unpack(connection, key);
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

  private void totals(Script script, Map<Uid, Long> afterVersions) {
    afterVersions.forEach(
        (uid, after) -> {
          totals.put(uid, Money.ZERO);
          List<Long> values = List.of(uid.value(), after);
          script.then(TOTAL_CREDIT, values, this::addToTotal);
          script.then(TOTAL_DEBIT, values, this::addToTotal);
        });
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
