// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import dev.onepass.embedded.EmbeddedMariaDb;
import dev.onepass.embedded.MariaDbOptions;
import dev.onepass.mysql.MySqlConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A new, empty database to measure on, gone when it is closed: on an embedded MariaDB that flushes
 * every commit to the disk, or on a server of the user's. Thread-safe.
 */
public final class BenchDatabase implements AutoCloseable {

  /** What decides whether an acknowledged commit survives; 1 and 1 is all that there is. */
  private static final List<String> DURABILITY =
      List.of("innodb_flush_log_at_trx_commit", "sync_binlog", "log_bin", "innodb_doublewrite");

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final MySqlConfig config;
  private final Runnable ending;

  private BenchDatabase(MySqlConfig config, Runnable ending) {
    this.config = config;
    this.ending = ending;
  }

  /**
   * Makes the database.
   *
   * @param dsn a server, and a user who may create databases there; null for an embedded one
   * @throws IllegalArgumentException if it is not a DSN
   */
  public static BenchDatabase open(@Nullable String dsn) throws SQLException {
    return dsn == null ? embedded() : on(MySqlConfig.of(dsn), () -> {});
  }

  private static BenchDatabase embedded() throws SQLException {
    EmbeddedMariaDb server = EmbeddedMariaDb.temporary(MariaDbOptions.DEFAULT);
    return on(
        MySqlConfig.of(server.jdbcUrl("none")).withCredentials(server.user(), server.password()),
        server::close);
  }

  /**
   * @param server where; the database that it names is not touched
   * @param ending what is to be done when the database is gone
   */
  private static BenchDatabase on(MySqlConfig server, Runnable ending) throws SQLException {
    String name =
        "onepass_bench_%d_%d".formatted(ProcessHandle.current().pid(), NAMES.incrementAndGet());
    MySqlConfig none = server.withDatabase("");
    try (Connection connection = connect(none, Map.of())) {
      execute(connection, "CREATE DATABASE " + name);
    }
    return new BenchDatabase(
        server.withDatabase(name),
        () -> {
          try (Connection connection = connect(none, Map.of())) {
            execute(connection, "DROP DATABASE " + name);
          } catch (SQLException e) {
            throw new IllegalStateException("the database " + name + " is left behind", e);
          } finally {
            ending.run();
          }
        });
  }

  /** Another one on the same server, to be closed before this one. */
  public BenchDatabase another() throws SQLException {
    return on(config, () -> {});
  }

  /** For One-Pass. */
  public MySqlConfig config() {
    return config;
  }

  /**
   * A connection for a yardstick, with every setting of the driver that makes plain JDBC fast:
   * statements prepared once on the server, no question that the driver can answer by itself.
   */
  public Connection connect() throws SQLException {
    return connect(
        config,
        Map.of(
            "useServerPrepStmts", "true",
            "cachePrepStmts", "true",
            "useLocalSessionState", "true",
            "cacheServerConfiguration", "true",
            "maintainTimeStats", "false"));
  }

  /** Runs statements, each in a transaction of its own. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect()) {
      execute(connection, statements);
    }
  }

  /** The first column of the first row, as text. */
  public String value(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  /** The server's version, and what it promises of a commit. */
  public Map<String, String> conditions() throws SQLException {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put("database", value("SELECT VERSION()"));
    for (String variable : DURABILITY) {
      conditions.put(variable, value("SELECT @@GLOBAL." + variable));
    }
    return conditions;
  }

  @Override
  public void close() {
    ending.run();
  }

  private static Connection connect(MySqlConfig config, Map<String, String> settings)
      throws SQLException {
    Properties properties = new Properties();
    properties.putAll(config.properties());
    properties.putAll(settings);
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    return DriverManager.getConnection(config.jdbcUrl(), properties);
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
