// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.batch.Waiting;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The batches in MySQL. Thread-safe. */
final class MySqlBatchStore implements BatchStore {

  private static final String SELECT = "SELECT " + ItemRows.BATCH + " FROM batches ";
  private static final String INSERT =
      "INSERT INTO batches (id, fingerprint, total, accepted_at, due_at)"
          + " VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))";
  private static final String WAITS_NO_MORE =
      "waiting_reason = NULL, waiting_since = NULL, waiting_attempts = 0";
  private static final String BEGUN =
      "UPDATE batches SET begun_at = ?, " + WAITS_NO_MORE + " WHERE id = ? AND begun_at IS NULL";
  private static final String NEXT_CLAIMABLE =
      "(SELECT MIN(available_at) FROM batch_items WHERE batch_id = batches.id)";
  private static final String FINISHED =
      "UPDATE batches SET finished_at = ?, due_at = "
          + NEXT_CLAIMABLE
          + ", "
          + WAITS_NO_MORE
          + " WHERE id = ? AND finished_at IS NULL";
  private static final String SOON = "UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND";
  private static final String REST =
      "UPDATE batches SET due_at = COALESCE("
          + NEXT_CLAIMABLE
          + ", IF(finished_at IS NULL, "
          + SOON
          + ", NULL)), "
          + WAITS_NO_MORE
          + " WHERE id = ?";
  private static final String WAITS =
      "UPDATE batches SET due_at = "
          + SOON
          + ", waiting_reason = ?, waiting_since = COALESCE(waiting_since, ?),"
          + " waiting_attempts = waiting_attempts + 1 WHERE id = ?";
  static final String HASTEN = "UPDATE batches SET due_at = UTC_TIMESTAMP(3) WHERE id = ?";

  private final Database database;

  MySqlBatchStore(Database database) {
    this.database = database;
  }

  /**
   * {@inheritDoc}
   *
   * <p>One transaction, however large the batch: nobody ever sees half of it, and a crash leaves
   * nothing to clean up.
   */
  @Override
  public Batch accept(Batch batch, List<Uid> uids) {
    return database.change(
        "accept batch",
        handle -> {
          if (find(handle, batch.id()).isEmpty()) {
            insert(handle, batch, uids);
          }
          return find(handle, batch.id()).orElseThrow();
        });
  }

  @Override
  public Optional<Batch> find(BatchId id) {
    return database.query("find batch", handle -> find(handle, id));
  }

  @Override
  public List<Batch> unfinished() {
    return list("WHERE finished_at IS NULL ORDER BY accepted_at, id", List.of());
  }

  @Override
  public List<Batch> due(int limit) {
    return list("WHERE due_at <= UTC_TIMESTAMP(3) ORDER BY due_at, id LIMIT ?", List.of(limit));
  }

  @Override
  public void rest(BatchId id, Duration pause) {
    change("rest batch", REST, ItemRows.micros(pause), id.value());
  }

  @Override
  public void waits(BatchId id, String reason, Instant at, Duration pause) {
    change(
        "put batch off",
        WAITS,
        ItemRows.micros(pause),
        new Waiting(reason, at, 0, at).reason(),
        Utc.column(at),
        id.value());
  }

  @Override
  public void hasten(BatchId id) {
    change("hasten batch", HASTEN, id.value());
  }

  @Override
  public List<Batch> newest(int limit) {
    return list("ORDER BY accepted_at DESC, id DESC LIMIT ?", List.of(limit));
  }

  @Override
  public void begun(BatchId id, Instant at) {
    change("begin batch", BEGUN, Utc.column(at), id.value());
  }

  @Override
  public void finished(BatchId id, Instant at) {
    change("finish batch", FINISHED, Utc.column(at), id.value());
  }

  private static Optional<Batch> find(Handle handle, BatchId id) {
    return handle
        .createQuery(SELECT + "WHERE id = ?")
        .bind(0, id.value())
        .map((row, context) -> ItemRows.batch(row))
        .findOne();
  }

  // The batch first: its key makes another node that accepts the same one wait, then see it.
  private static void insert(Handle handle, Batch batch, List<Uid> uids) throws SQLException {
    handle.execute(
        INSERT,
        batch.id().value(),
        batch.fingerprint(),
        batch.total(),
        Utc.column(batch.acceptedAt()));
    PackedItems.add(handle.getConnection(), batch.id(), uids);
    List<Object> counters = new BatchDelta(batch.id()).add(ItemState.OPEN, uids.size()).values(0);
    handle.execute(BatchDelta.INSERT + BatchDelta.VALUES, counters.toArray());
  }

  private List<Batch> list(String condition, List<Integer> values) {
    return database.query(
        "list batches",
        handle -> {
          Query query = handle.createQuery(SELECT + condition);
          for (int i = 0; i < values.size(); i++) {
            query.bind(i, values.get(i));
          }
          return query.map((row, context) -> ItemRows.batch(row)).list();
        });
  }

  private void change(String what, String sql, Object... values) {
    database.change(what, handle -> handle.execute(sql, values));
  }
}
