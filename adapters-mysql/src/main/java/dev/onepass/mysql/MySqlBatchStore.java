// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The batches in MySQL. Thread-safe. */
final class MySqlBatchStore implements BatchStore {

  private static final String SELECT = "SELECT " + ItemRows.BATCH + " FROM batches ";
  private static final String INSERT =
      "INSERT INTO batches (id, fingerprint, total, accepted_at) VALUES (?, ?, ?, ?)";
  private static final String BEGUN =
      "UPDATE batches SET begun_at = ? WHERE id = ? AND begun_at IS NULL";
  // When the first of its items is claimable; none is, unless payments are to be asked for again.
  private static final String LOOK_AT =
      "look_at = (SELECT MIN(available_at) FROM batch_items WHERE batch_id = batches.id)";
  private static final String FINISHED =
      "UPDATE batches SET finished_at = ?, " + LOOK_AT + " WHERE id = ? AND finished_at IS NULL";
  private static final String LOOKED =
      "UPDATE batches SET " + LOOK_AT + " WHERE id = ? AND finished_at IS NOT NULL";

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
  public List<Batch> dueForSecondLook(int limit) {
    return list("WHERE look_at <= UTC_TIMESTAMP(3) ORDER BY look_at, id LIMIT ?", List.of(limit));
  }

  @Override
  public void lookedAgain(BatchId id) {
    database.change("look at batch again", handle -> handle.execute(LOOKED, id.value()));
  }

  @Override
  public List<Batch> newest(int limit) {
    return list("ORDER BY accepted_at DESC, id DESC LIMIT ?", List.of(limit));
  }

  @Override
  public void begun(BatchId id, Instant at) {
    mark("begin batch", BEGUN, id, at);
  }

  @Override
  public void finished(BatchId id, Instant at) {
    mark("finish batch", FINISHED, id, at);
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
    Backlog.add(handle.getConnection(), batch.id(), uids);
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

  private void mark(String what, String sql, BatchId id, Instant at) {
    database.change(what, handle -> handle.execute(sql, Utc.column(at), id.value()));
  }
}
