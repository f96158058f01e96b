// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * By how much one transaction changes the numbers of a batch. Used by one thread.
 *
 * <p>The numbers are kept as sums of a few rows, the shards: a transaction holds the lock of one of
 * them until it commits, and seldom the one that another transaction needs.
 */
final class BatchDelta {

  static final int SHARDS = 8;

  private static final List<String> STATE_COLUMNS =
      Stream.of(ItemState.values()).map(BatchDelta::column).toList();
  private static final List<String> COLUMNS =
      Stream.concat(STATE_COLUMNS.stream(), Stream.of("swept", "in_doubt", "calls")).toList();

  static final String INSERT =
      "INSERT INTO batch_counters (batch_id, shard, " + String.join(", ", COLUMNS) + ") VALUES ";
  static final String VALUES = Script.list(COLUMNS.size() + 2);
  static final String ADD =
      " ON DUPLICATE KEY UPDATE "
          + COLUMNS.stream()
              .map(column -> column + " = " + column + " + VALUES(" + column + ")")
              .collect(Collectors.joining(", "));
  static final String SUMS =
      "SELECT "
          + COLUMNS.stream()
              .map(column -> "COALESCE(SUM(" + column + "), 0) AS " + column)
              .collect(Collectors.joining(", "))
          + " FROM batch_counters WHERE batch_id = ";

  private final BatchId batch;
  private final Map<ItemState, Long> counts = new EnumMap<>(ItemState.class);
  private Money swept = Money.ZERO;
  private Money inDoubt = Money.ZERO;
  private long calls;

  BatchDelta(BatchId batch) {
    this.batch = batch;
  }

  BatchDelta add(ItemState state, long items) {
    counts.merge(state, items, Long::sum);
    return this;
  }

  void change(BatchItem from, BatchItem to) {
    add(from.state(), -1);
    add(to.state(), 1);
    swept = swept.plus(to.swept()).minus(from.swept());
    inDoubt = inDoubt.plus(to.inDoubt()).minus(from.inDoubt());
    calls += to.calls() - from.calls();
  }

  List<Object> values(long shard) {
    List<Object> values = new ArrayList<>();
    values.add(batch.value());
    values.add(shard);
    for (ItemState state : ItemState.values()) {
      values.add(counts.getOrDefault(state, 0L));
    }
    values.add(swept.amount());
    values.add(inDoubt.amount());
    values.add(calls);
    return values;
  }

  /** Reads a row of {@link #SUMS}. */
  static BatchProgress progress(ResultSet row) throws SQLException {
    Map<ItemState, Long> counts = new EnumMap<>(ItemState.class);
    for (ItemState state : ItemState.values()) {
      counts.put(state, row.getLong(column(state)));
    }
    return new BatchProgress(
        counts,
        LedgerRows.money(row, "swept"),
        LedgerRows.money(row, "in_doubt"),
        row.getLong("calls"));
  }

  private static String column(ItemState state) {
    return "items_" + state.name().toLowerCase(Locale.ROOT);
  }
}
