// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The items of batches in MySQL, claimed by its own clock. Thread-safe. */
final class MySqlItemStore implements ItemStore {

  /** Rows that one transaction reopens, so that nobody waits for long. */
  private static final int REOPENED_AT_ONCE = 1000;

  private static final String SOON = "UTC_TIMESTAMP(3) + INTERVAL :micros MICROSECOND";

  // The index prescribes the order, and so which rows are locked: those that are returned.
  private static final String LOCK_CLAIMABLE =
      "SELECT "
          + ItemRows.ITEM
          + " FROM batch_items FORCE INDEX (by_availability)"
          + " WHERE batch_id = :batch AND available_at <= UTC_TIMESTAMP(3)"
          + " ORDER BY available_at, uid LIMIT :limit FOR UPDATE SKIP LOCKED";
  private static final String CLAIM =
      "UPDATE batch_items SET fence = fence + 1, owner = :owner, available_at = "
          + SOON
          + " WHERE batch_id = :batch AND uid IN (<uids>)";
  // The list of uids finds the rows by the key, that of the pairs sorts out the lost ones.
  private static final String HELD =
      " WHERE batch_id = :batch AND uid IN (<uids>) AND available_at IS NOT NULL"
          + " AND (uid, fence) IN (<held>)";
  // A checkpoint may have come in between, and given the item a longer pause.
  private static final String RENEW =
      "UPDATE batch_items SET available_at = GREATEST(available_at, " + SOON + ")" + HELD;
  private static final String RELEASE = "UPDATE batch_items SET available_at = " + SOON + HELD;
  private static final String FIND_HELD =
      "SELECT uid FROM batch_items FORCE INDEX (PRIMARY)" + HELD + " FOR UPDATE";
  private static final String RESUME_UNRESOLVED =
      "UPDATE batch_items SET available_at = UTC_TIMESTAMP(3)"
          + " WHERE batch_id = ? AND state = ? AND owner = ''";
  private static final String REOPEN =
      "UPDATE batch_items SET state = 'OPEN', note = '', owner = '', fence = fence + 1,"
          + " available_at = UTC_TIMESTAMP(3)"
          + " WHERE batch_id = ? AND state = ? ORDER BY uid LIMIT "
          + REOPENED_AT_ONCE;
  private static final String PAGE =
      "SELECT " + ItemRows.ITEM + " FROM batch_items WHERE batch_id = :batch AND uid > :after";
  private static final String OF_STATE = " AND state = :state";

  private static final int OWNER_LENGTH_MAX = 128;

  private final Database database;

  MySqlItemStore(Database database) {
    this.database = database;
  }

  @Override
  public List<BatchItem> claim(BatchId batch, String owner, int limit, Duration lease) {
    return database.change(
        "claim items",
        handle -> {
          List<BatchItem> items = lockClaimable(handle, batch, limit);
          // Packed items have waited longer than any that was claimed before.
          while (neverClaimed(items) < limit
              && PackedItems.unpackNext(handle.getConnection(), batch)) {
            items = lockClaimable(handle, batch, limit);
          }
          if (!items.isEmpty()) {
            claim(handle, batch, owner, items, lease);
          }
          return items.stream().map(BatchItem::claimed).toList();
        });
  }

  @Override
  public Set<ItemKey> renew(Collection<BatchItem> items, Duration lease) {
    return move("renew leases", RENEW, items, lease);
  }

  @Override
  public void release(Collection<BatchItem> items, Duration pause) {
    move("release items", RELEASE, items, pause);
  }

  @Override
  public long resume(BatchId batch, ItemState state) {
    if (!state.isResumable()) {
      throw new IllegalArgumentException("cannot be resumed: " + state);
    }
    return state.isFinal() ? reopen(batch, state) : resumeUnresolved(batch);
  }

  private long resumeUnresolved(BatchId batch) {
    return database.change(
        "resume batch",
        handle -> {
          handle.execute(MySqlBatchStore.HASTEN, batch.value());
          return (long)
              handle.execute(RESUME_UNRESOLVED, batch.value(), ItemState.UNRESOLVED.name());
        });
  }

  private long reopen(BatchId batch, ItemState state) {
    long reopened = 0;
    long some;
    do {
      some = database.change("reopen items", handle -> reopenSome(handle, batch, state));
      reopened += some;
    } while (some == REOPENED_AT_ONCE);
    return reopened;
  }

  private static long reopenSome(Handle handle, BatchId batch, ItemState state)
      throws SQLException {
    handle.execute(MySqlBatchStore.HASTEN, batch.value());
    long reopened = handle.execute(REOPEN, batch.value(), state.name());
    if (reopened == 0) {
      return 0;
    }
    List<Object> counters =
        new BatchDelta(batch).add(state, -reopened).add(ItemState.OPEN, reopened).values(0);
    handle.execute(BatchDelta.INSERT + BatchDelta.VALUES + BatchDelta.ADD, counters.toArray());
    return reopened;
  }

  @Override
  public BatchProgress progress(BatchId batch) {
    return database.query(
        "read progress",
        handle ->
            handle
                .createQuery(BatchDelta.SUMS + "?")
                .bind(0, batch.value())
                .map((row, context) -> BatchDelta.progress(row))
                .one());
  }

  @Override
  public List<BatchItem> page(BatchId batch, @Nullable ItemState state, Uid after, int limit) {
    return database.query(
        "page items",
        handle -> {
          SortedMap<Uid, BatchItem> items = new TreeMap<>();
          if (state == null || state == ItemState.OPEN) {
            // Before the rows: what is unpacked in between is then seen twice, not never.
            PackedItems.page(handle.getConnection(), batch, after, limit)
                .forEach(uid -> items.put(uid, BatchItem.untouched(new ItemKey(batch, uid))));
          }
          rows(handle, batch, state, after, limit)
              .forEach(item -> items.put(item.key().uid(), item));
          return items.values().stream().limit(limit).toList();
        });
  }

  private static List<BatchItem> rows(
      Handle handle, BatchId batch, @Nullable ItemState state, Uid after, int limit) {
    Query page =
        handle
            .createQuery(PAGE + (state == null ? "" : OF_STATE) + " ORDER BY uid LIMIT :limit")
            .bind("batch", batch.value())
            .bind("after", after.value())
            .bind("limit", limit);
    if (state != null) {
      page.bind("state", state.name());
    }
    return page.map((row, context) -> ItemRows.item(row)).list();
  }

  private static List<BatchItem> lockClaimable(Handle handle, BatchId batch, int limit) {
    return handle
        .createQuery(LOCK_CLAIMABLE)
        .bind("batch", batch.value())
        .bind("limit", limit)
        .map((row, context) -> ItemRows.item(row))
        .list();
  }

  private static long neverClaimed(List<BatchItem> items) {
    return items.stream().filter(item -> item.fence() == 0).count();
  }

  private static void claim(
      Handle handle, BatchId batch, String owner, List<BatchItem> items, Duration lease) {
    handle
        .createUpdate(CLAIM)
        .bind("owner", owner.substring(0, Math.min(owner.length(), OWNER_LENGTH_MAX)))
        .bind("micros", ItemRows.micros(lease))
        .bind("batch", batch.value())
        .bindList("uids", uids(items))
        .execute();
  }

  /** Returns the keys of the items that are not the caller's any more. */
  private Set<ItemKey> move(String what, String sql, Collection<BatchItem> items, Duration delay) {
    Map<BatchId, List<BatchItem>> byBatch = new TreeMap<>();
    items.forEach(
        item -> byBatch.computeIfAbsent(item.key().batch(), batch -> new ArrayList<>()).add(item));
    Set<ItemKey> lost = new HashSet<>();
    byBatch.forEach(
        (batch, some) ->
            lost.addAll(database.change(what, handle -> move(handle, sql, batch, some, delay))));
    return lost;
  }

  private static Set<ItemKey> move(
      Handle handle, String sql, BatchId batch, List<BatchItem> items, Duration delay) {
    int moved =
        handle
            .createUpdate(sql)
            .bind("micros", ItemRows.micros(delay))
            .bind("batch", batch.value())
            .bindList("uids", uids(items))
            .defineList("held", held(items))
            .execute();
    return moved == items.size() ? Set.of() : lost(handle, batch, items);
  }

  private static Set<ItemKey> lost(Handle handle, BatchId batch, List<BatchItem> items) {
    Set<ItemKey> lost = new HashSet<>();
    items.forEach(item -> lost.add(item.key()));
    handle
        .createQuery(FIND_HELD)
        .bind("batch", batch.value())
        .bindList("uids", uids(items))
        .defineList("held", held(items))
        .mapTo(Long.class)
        .forEach(uid -> lost.remove(new ItemKey(batch, new Uid(uid))));
    return lost;
  }

  private static List<Long> uids(Collection<BatchItem> items) {
    return items.stream().map(item -> item.key().uid().value()).toList();
  }

  /** Pairs of numbers, and so nothing that could end the statement. */
  private static List<String> held(Collection<BatchItem> items) {
    return items.stream()
        .map(item -> "(" + item.key().uid().value() + "," + item.fence() + ")")
        .toList();
  }
}
