// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemCheckpoint;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.batch.Waiting;
import dev.onepass.ports.model.BatchId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of batches and their items, row by row. */
final class ItemRows {

  static final String ITEM =
      "batch_id, uid, state, fence, progress, checkpoints, swept, in_doubt, calls, attempts, note";

  /** As {@link #ITEM}, then when the item may be claimed. */
  static final String ITEM_VALUES =
      "(?,?,?,?,?,?,?,?,?,?,?, UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND)";

  static final String BATCH =
      "id, fingerprint, total, accepted_at, begun_at, finished_at, due_at,"
          + " waiting_reason, waiting_since, waiting_attempts";

  private ItemRows() {}

  static BatchItem item(ResultSet row) throws SQLException {
    return new BatchItem(
        new ItemKey(new BatchId(row.getString("batch_id")), LedgerRows.uid(row, "uid")),
        ItemState.valueOf(row.getString("state")),
        row.getLong("fence"),
        row.getString("progress"),
        row.getInt("checkpoints"),
        LedgerRows.money(row, "swept"),
        LedgerRows.money(row, "in_doubt"),
        row.getLong("calls"),
        row.getInt("attempts"),
        row.getString("note"));
  }

  static List<@Nullable Object> values(ItemCheckpoint checkpoint) {
    BatchItem item = checkpoint.item();
    return Arrays.asList(
        item.key().batch().value(),
        item.key().uid().value(),
        item.state().name(),
        item.fence(),
        item.progress(),
        (long) item.checkpoints(),
        item.swept().amount(),
        item.inDoubt().amount(),
        item.calls(),
        (long) item.attempts(),
        item.note(),
        item.isClosed() ? null : micros(checkpoint.availableIn()));
  }

  static Batch batch(ResultSet row) throws SQLException {
    Instant finishedAt = Utc.optional(row, "finished_at");
    Instant dueAt = Utc.optional(row, "due_at");
    String reason = row.getString("waiting_reason");
    return new Batch(
        new BatchId(row.getString("id")),
        row.getString("fingerprint"),
        row.getLong("total"),
        Utc.required(row, "accepted_at"),
        Utc.optional(row, "begun_at"),
        finishedAt,
        finishedAt != null && dueAt != null,
        reason == null || dueAt == null
            ? null
            : new Waiting(
                reason, Utc.required(row, "waiting_since"), row.getInt("waiting_attempts"), dueAt));
  }

  static long micros(Duration duration) {
    return Math.multiplyExact(duration.toMillis(), 1000L);
  }
}
