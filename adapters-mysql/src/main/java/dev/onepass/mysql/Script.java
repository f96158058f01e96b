// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several statements that go to the server together and cost one round trip. Stops at the first
 * that fails. Values are bound by the driver. Used by one thread, once.
 *
 * <p>Plain JDBC, because JDBI runs one statement at a time.
 */
final class Script {

  /** Takes one row of a statement's result. */
  @FunctionalInterface
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private static final RowReader NONE = row -> {};

  private final StringBuilder sql = new StringBuilder();
  private final List<@Nullable Object> values = new ArrayList<>();
  private final List<RowReader> readers = new ArrayList<>();

  /** A statement without rows to read. */
  Script then(String statement) {
    return then(statement, List.of(), NONE);
  }

  Script then(String statement, Collection<? extends @Nullable Object> parameters) {
    return then(statement, parameters, NONE);
  }

  Script then(
      String statement, Collection<? extends @Nullable Object> parameters, RowReader reader) {
    if (sql.length() > 0) {
      sql.append(';');
    }
    sql.append(statement);
    values.addAll(parameters);
    readers.add(reader);
    return this;
  }

  boolean isEmpty() {
    return readers.isEmpty();
  }

  void run(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      bind(statement);
      boolean hasRows = statement.execute();
      for (RowReader reader : readers) {
        if (hasRows) {
          try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
              reader.read(rows);
            }
          }
        }
        hasRows = statement.getMoreResults();
      }
    }
  }

  private void bind(PreparedStatement statement) throws SQLException {
    int index = 1;
    for (Object value : values) {
      bind(statement, index++, value);
    }
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    // The setters by type spare the driver a look at each value's class.
    if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof String text) {
      statement.setString(index, text);
    } else if (value instanceof BigDecimal amount) {
      statement.setBigDecimal(index, amount);
    } else {
      statement.setObject(index, value);
    }
  }

  /** {@code (?,?,?)}: a list of that many values. */
  static String list(int size) {
    return repeated("?", size, "(", ")");
  }

  /** {@code (?,?),(?,?)}: that many rows. */
  static String rows(int count, String row) {
    return repeated(row, count, "", "");
  }

  private static String repeated(String item, int count, String open, String close) {
    StringBuilder text = new StringBuilder(open.length() + count * (item.length() + 1) + 1);
    text.append(open).append(item);
    for (int i = 1; i < count; i++) {
      text.append(',').append(item);
    }
    return text.append(close).toString();
  }
}
