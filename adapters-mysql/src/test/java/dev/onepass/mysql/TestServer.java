// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.embedded.EmbeddedMariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** A running server, and as many empty databases on it as the tests like. */
interface TestServer {

  AtomicInteger DATABASES = new AtomicInteger();

  /** Where and as whom; the database that it names is not used. */
  MySqlConfig config();

  /** A new name on this server; what had it before is gone. Connecting makes the database. */
  default MySqlConfig freshDatabase() {
    String name =
        "onepass_test_%d_%d".formatted(ProcessHandle.current().pid(), DATABASES.incrementAndGet());
    MySqlConfig fresh =
        config().withDatabase(name).withPool(MySqlConfig.Pool.DEFAULT.withSize(64, 0));
    execute(config().withDatabase(""), "DROP DATABASE IF EXISTS " + name);
    return fresh;
  }

  default void drop(MySqlConfig database) {
    execute(config().withDatabase(""), "DROP DATABASE IF EXISTS " + database.database());
  }

  /** The server itself, for statements about databases and users. */
  default MySqlConfig withoutDatabase() {
    return config().withDatabase("");
  }

  static Connection open(MySqlConfig config) throws SQLException {
    Properties properties = Connections.properties(config);
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    return DriverManager.getConnection(config.jdbcUrl(), properties);
  }

  static void execute(MySqlConfig config, String... statements) {
    try (Connection connection = open(config);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** MariaDB from jars, one for all tests of this JVM, which stops it when it ends. */
  final class Embedded implements TestServer {

    static final TestServer INSTANCE = new Embedded();

    private final EmbeddedMariaDb mariaDb = EmbeddedMariaDb.temporary();

    @Override
    public MySqlConfig config() {
      return MySqlConfig.of(mariaDb.jdbcUrl("unused"))
          .withCredentials(mariaDb.user(), mariaDb.password());
    }
  }
}
