// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import com.mysql.cj.jdbc.JdbcConnection;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several statements, run in order with as few round trips as pays. Stops at the first that fails.
 * Used by one thread, once.
 *
 * <p>Short ones go one by one, as statements that the server has prepared before: the round trip
 * costs less than parsing the text. Long ones go all at once as text: they are seldom the same
 * twice, and a group's round trip waits for more. Numbers, times and plain words are part of that
 * text, since binding them one by one takes the driver longer than all else that is done here for a
 * transfer; every other value is bound. Measured on MySQL and on MariaDB. What the server does not
 * take in one packet ({@code max_allowed_packet}) goes in several, statement by statement.
 *
 * <p>Plain JDBC, because JDBI sends one statement at a time.
 */
final class Script {

  /** Takes one row of a statement's result. */
  @FunctionalInterface
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  /** The most characters of a statement that is worth preparing. */
  static final int PREPARED_LENGTH_MAX = 4000;

  /** The most values of a script that is short: about what three transfers write. */
  private static final int SHORT_VALUES_MAX = 64;

  private static final int PADDED_MAX = 16;

  private static final RowReader NONE = row -> {};

  private static final String PACKET_MAX = "max_allowed_packet";
  private static final int PACKET_LEAST = 64 << 10;
  private static final int PACKET_RESERVE = 1 << 10;

  /** Longer than almost every value. */
  private static final int VALUE_LENGTH = 200;

  private static final int NUMBER_LENGTH = 32;

  private record Step(String sql, List<@Nullable Object> values, RowReader reader) {

    /** At most so many bytes are sent for it. */
    long sizeMax() {
      long size = sql.length();
      for (Object value : values) {
        if (value instanceof String text) {
          size += 4L * text.length() + 2;
        } else if (value instanceof byte[] bytes) {
          size += 2L * bytes.length + 16;
        } else {
          size += NUMBER_LENGTH;
        }
      }
      return size;
    }
  }

  private final List<Step> steps = new ArrayList<>();
  private int length;
  private int values;

  Script then(String statement, List<? extends @Nullable Object> bound) {
    return then(statement, bound, NONE);
  }

  Script then(String statement, List<? extends @Nullable Object> bound, RowReader reader) {
    steps.add(new Step(statement, Collections.unmodifiableList(bound), reader));
    length += statement.length();
    values += bound.size();
    return this;
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  void run(Connection connection) throws SQLException {
    if (values <= SHORT_VALUES_MAX) {
      runOneByOne(connection);
    } else {
      runAtOnce(connection);
    }
  }

  private void runOneByOne(Connection connection) throws SQLException {
    for (Step step : steps) {
      try (PreparedStatement statement = connection.prepareStatement(step.sql())) {
        bind(statement, step.values());
        read(statement, statement.execute(), step.reader());
      }
    }
  }

  private void runAtOnce(Connection connection) throws SQLException {
    int packet = packetMax(connection);
    if (length + (long) values * VALUE_LENGTH <= packet) {
      send(connection, steps);
    } else {
      for (List<Step> some : parts(packet)) {
        send(connection, some);
      }
    }
  }

  /** As the server told the driver when the connection was made. */
  private static int packetMax(Connection connection) throws SQLException {
    return connection
            .unwrap(JdbcConnection.class)
            .getSession()
            .getServerSession()
            .getServerVariable(PACKET_MAX, PACKET_LEAST)
        - PACKET_RESERVE;
  }

  /** The steps in their order, in as few parts as fit into a packet; a part has at least one. */
  private List<List<Step>> parts(int packet) {
    List<List<Step>> parts = new ArrayList<>();
    long left = 0;
    for (Step step : steps) {
      long size = step.sizeMax();
      if (size > left) {
        parts.add(new ArrayList<>());
        left = packet;
      }
      parts.get(parts.size() - 1).add(step);
      left -= size;
    }
    return parts;
  }

  private void send(Connection connection, List<Step> some) throws SQLException {
    SqlText text = new SqlText(2 * length);
    for (Step step : some) {
      text.append(step.sql(), step.values());
    }
    if (text.unwritten().isEmpty()) {
      // By the pool's own connection, which thereby sees what fails.
      try (Statement statement = connection.createStatement()) {
        statement.setEscapeProcessing(false);
        readAll(statement, statement.execute(text.toString()), some);
      }
    } else {
      JdbcConnection driver = connection.unwrap(JdbcConnection.class);
      try (PreparedStatement statement = driver.clientPrepareStatement(text.toString())) {
        bind(statement, text.unwritten());
        readAll(statement, statement.execute(), some);
      }
    }
  }

  private static void readAll(Statement statement, boolean first, List<Step> some)
      throws SQLException {
    boolean hasRows = first;
    for (Step step : some) {
      read(statement, hasRows, step.reader());
      hasRows = statement.getMoreResults();
    }
  }

  private static void read(Statement statement, boolean hasRows, RowReader reader)
      throws SQLException {
    if (hasRows) {
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }

  private static void bind(PreparedStatement statement, List<@Nullable Object> values)
      throws SQLException {
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
    return "(" + repeated("?", size) + ")";
  }

  /** {@code (?,?),(?,?)}: that many rows. */
  static String rows(int count, String row) {
    return repeated(row, count);
  }

  /**
   * The values and the last one again, until there are as many as a power of two: so that a few
   * prepared statements serve all short lists. A long list stays as it is.
   */
  static <T> List<T> padded(List<T> values) {
    if (values.size() > PADDED_MAX) {
      return values;
    }
    int size = Integer.highestOneBit(2 * values.size() - 1);
    List<T> padded = new ArrayList<>(values);
    padded.addAll(Collections.nCopies(size - values.size(), values.get(values.size() - 1)));
    return padded;
  }

  private static String repeated(String item, int count) {
    return String.join(",", Collections.nCopies(count, item));
  }
}
