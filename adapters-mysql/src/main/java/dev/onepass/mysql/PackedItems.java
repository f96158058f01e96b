// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The items of a batch that nobody has claimed yet, packed by the thousand; they become rows of
 * {@code batch_items} when they are claimed.
 *
 * <p>A million rows with their indexes cost a server 5 to 10 s of one core, in a transaction of 100
 * MB; packed, they cost neither. To readers a packed item is one as any other: open, untouched,
 * available since its batch was accepted.
 */
final class PackedItems {

  private static final int UIDS_PER_ROW = 1000;

  // Either keeps a statement below 64 KiB, the least packet that a server is set up to take: bytes
  // double where they are escaped, and an item takes up to 120 characters.
  private static final int BYTES_PER_STATEMENT = 16 << 10;
  private static final int ITEMS_PER_STATEMENT = 400;

  private static final String INSERT =
      "INSERT INTO batch_backlog (batch_id, first_uid, last_uid, available_at, uids) VALUES ";
  private static final String INSERT_VALUES = "(?,?,?,UTC_TIMESTAMP(3),?)";
  private static final int VALUES_PER_ROW = 4;
  private static final String LOCK =
      "SELECT first_uid, available_at, uids FROM batch_backlog WHERE batch_id = ? ";
  private static final String FIRST = "ORDER BY first_uid LIMIT 1 FOR UPDATE SKIP LOCKED";
  private static final String HOLDING = "AND first_uid <= ? AND last_uid >= ? FOR UPDATE";
  private static final String INSERT_ITEMS =
      "INSERT INTO batch_items (batch_id, uid, available_at) VALUES ";
  private static final String DELETE =
      "DELETE FROM batch_backlog WHERE batch_id = ? AND first_uid = ?";
  private static final String PAGE =
      "SELECT uids FROM batch_backlog WHERE batch_id = ? AND last_uid > ?"
          + " ORDER BY first_uid LIMIT ?";

  private record Row(long firstUid, LocalDateTime availableAt, List<Uid> uids) {}

  private PackedItems() {}

  /** Adds a new batch's items. */
  static void add(Connection connection, BatchId batch, List<Uid> uids) throws SQLException {
    List<Object> values = new ArrayList<>();
    int bytes = 0;
    for (int from = 0; from < uids.size(); from += UIDS_PER_ROW) {
      List<Uid> some = uids.subList(from, Math.min(from + UIDS_PER_ROW, uids.size()));
      byte[] packed = PackedUids.pack(some);
      values.add(batch.value());
      values.add(some.get(0).value());
      values.add(some.get(some.size() - 1).value());
      values.add(packed);
      bytes += packed.length;
      if (bytes >= BYTES_PER_STATEMENT) {
        insert(connection, values);
        values.clear();
        bytes = 0;
      }
    }
    insert(connection, values);
  }

  /**
   * Makes the next few packed items rows of their own, as part of the transaction that is open.
   *
   * @return whether there were any that no other node is just unpacking
   */
  static boolean unpackNext(Connection connection, BatchId batch) throws SQLException {
    return unpack(connection, batch, FIRST, List.of(batch.value()));
  }

  /**
   * As {@link #unpackNext}, for the row that may hold this item.
   *
   * @return whether there was one
   */
  static boolean unpack(Connection connection, ItemKey key) throws SQLException {
    long uid = key.uid().value();
    return unpack(connection, key.batch(), HOLDING, List.of(key.batch().value(), uid, uid));
  }

  /** The packed items of a batch by ascending uid. */
  static List<Uid> page(Connection connection, BatchId batch, Uid after, int limit)
      throws SQLException {
    List<Uid> uids = new ArrayList<>();
    // The first and the last row of the page may contribute a part of their uids only.
    long rows = limit / UIDS_PER_ROW + 2L;
    new Script()
        .then(
            PAGE,
            List.of(batch.value(), after.value(), rows),
            row -> uids.addAll(PackedUids.unpack(row.getBytes("uids"))))
        .run(connection);
    return uids.stream().filter(uid -> uid.compareTo(after) > 0).limit(limit).toList();
  }

  private static void insert(Connection connection, List<Object> values) throws SQLException {
    if (!values.isEmpty()) {
      int rows = values.size() / VALUES_PER_ROW;
      new Script().then(INSERT + Script.rows(rows, INSERT_VALUES), values).run(connection);
    }
  }

  private static boolean unpack(
      Connection connection, BatchId batch, String which, List<Object> values) throws SQLException {
    List<Row> found = new ArrayList<>();
    new Script()
        .then(
            LOCK + which,
            values,
            row ->
                found.add(
                    new Row(
                        row.getLong("first_uid"),
                        row.getObject("available_at", LocalDateTime.class),
                        PackedUids.unpack(row.getBytes("uids")))))
        .run(connection);
    for (Row row : found) {
      move(connection, batch, row);
    }
    return !found.isEmpty();
  }

  private static void move(Connection connection, BatchId batch, Row row) throws SQLException {
    Script script = new Script();
    for (int from = 0; from < row.uids().size(); from += ITEMS_PER_STATEMENT) {
      int to = Math.min(from + ITEMS_PER_STATEMENT, row.uids().size());
      List<Object> items = new ArrayList<>();
      for (Uid uid : row.uids().subList(from, to)) {
        items.add(batch.value());
        items.add(uid.value());
        items.add(row.availableAt());
      }
      script.then(INSERT_ITEMS + Script.rows(to - from, "(?,?,?)"), items);
    }
    script.then(DELETE, List.of(batch.value(), row.firstUid())).run(connection);
  }
}
