// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The few statements the tests need. */
final class Sql {

  private Sql() {}

  static void execute(EmbeddedMariaDb database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static String query(EmbeddedMariaDb database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(EmbeddedMariaDb database) throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl("ledger"), database.user(), database.password());
  }
}
