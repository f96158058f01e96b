// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.query;

import dev.onepass.bench.lab.BenchDatabase;
import dev.onepass.bench.lab.ClosedLoop;
import dev.onepass.bench.lab.Figures;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The yardstick: one prepared SELECT for all the accounts of a question. */
final class PlainQueries {

  private static final String SELECT =
      "SELECT uid, amount FROM user_balances WHERE uid IN ("
          + String.join(",", Collections.nCopies(Questions.UIDS, "?"))
          + ")";

  private PlainQueries() {}

  static Figures run(BenchDatabase database, int connections, Duration duration) throws Exception {
    List<Connection> open = new ArrayList<>();
    try {
      List<ClosedLoop.Question> callers = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        Connection connection = database.connect();
        open.add(connection);
        callers.add(() -> ask(connection));
      }
      return ClosedLoop.blocking(callers, duration);
    } finally {
      for (Connection connection : open) {
        connection.close();
      }
    }
  }

  private static void ask(Connection connection) throws SQLException {
    Map<Long, BigDecimal> found = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      long[] uids = Questions.next();
      for (int i = 0; i < uids.length; i++) {
        select.setLong(i + 1, uids[i]);
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getLong(1), rows.getBigDecimal(2));
        }
      }
    }
    if (found.isEmpty()) {
      throw new IllegalStateException("no account was found");
    }
  }
}
