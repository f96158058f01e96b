// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Each test has a database of its own, in which there is nothing yet. */
abstract class FreshDatabaseRules {

  MySqlConfig database;

  abstract TestServer server();

  @BeforeEach
  void createDatabase() {
    database = server().freshDatabase();
    new FirstContact(database, pause -> {}).await();
  }

  @AfterEach
  void dropDatabase() {
    server().drop(database);
  }

  /** The first column of the first row. */
  String text(String query) throws SQLException {
    try (Connection connection = TestServer.open(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }
}
