// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Properties;

/** Makes connections, all with the same settings; each setting says what it is for. */
final class Connections {

  private static final int LEDGER_PART = 4;
  private static final int CONNECTIONS_OF_FLYWAY = 4;

  private Connections() {}

  /** For ledger transactions: a part of the pool, at least one connection. */
  static HikariDataSource ledger(MySqlConfig config) {
    HikariConfig pool = base(config, "onepass-mysql-ledger");
    pool.setMaximumPoolSize(ledgerPart(config.pool().connectionsMax()));
    pool.setMinimumIdle(config.pool().idleMax() / LEDGER_PART);
    pool.setAutoCommit(false);
    // A lone transfer's statements are short and always the same: the server keeps them prepared.
    pool.addDataSourceProperty("useServerPrepStmts", "true");
    pool.addDataSourceProperty("cachePrepStmts", "true");
    pool.addDataSourceProperty("prepStmtCacheSize", "100");
    pool.addDataSourceProperty("prepStmtCacheSqlLimit", "" + Script.PREPARED_LENGTH_MAX);
    return new HikariDataSource(pool);
  }

  /** For all else. */
  static HikariDataSource others(MySqlConfig config) {
    int max = config.pool().connectionsMax();
    int idle = config.pool().idleMax();
    HikariConfig pool = base(config, "onepass-mysql");
    pool.setMaximumPoolSize(max - ledgerPart(max));
    pool.setMinimumIdle(idle - idle / LEDGER_PART);
    return new HikariDataSource(pool);
  }

  /** For migrations alone, which may take longer than any other statement. */
  static HikariDataSource patient(MySqlConfig config) {
    HikariConfig pool = base(config, "onepass-mysql-schema");
    pool.setMaximumPoolSize(CONNECTIONS_OF_FLYWAY);
    pool.setMinimumIdle(0);
    pool.addDataSourceProperty("socketTimeout", "0");
    return new HikariDataSource(pool);
  }

  /** Few, as each of them writes many transfers at once. */
  private static int ledgerPart(int connections) {
    return Math.max(1, connections / LEDGER_PART);
  }

  private static HikariConfig base(MySqlConfig config, String name) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setMaxLifetime(config.pool().lifetimeMax().toMillis());
    pool.setIdleTimeout(config.pool().idleTimeout().toMillis());
    pool.setConnectionTimeout(config.pool().borrow().toMillis());
    pool.setExceptionOverride(new LeaveReadOnlyServers());
    pool.setJdbcUrl(config.jdbcUrl());
    pool.setUsername(config.user());
    pool.setPassword(config.password());
    pool.setDataSourceProperties(properties(config));
    // No gap locks: what is not there is not locked.
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    // The start has waited for the database by itself, and knows how to say what is wrong.
    pool.setInitializationFailTimeout(-1);
    return pool;
  }

  static Properties properties(MySqlConfig config) {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "" + config.timeouts().connect().toMillis());
    properties.setProperty("socketTimeout", "" + config.timeouts().answer().toMillis());
    properties.putAll(config.properties());
    properties.setProperty("characterEncoding", "UTF-8");
    // Several statements in one round trip; their values are always bound.
    properties.setProperty("allowMultiQueries", "true");
    properties.setProperty("rewriteBatchedStatements", "true");
    // Spare round trips: the pool alone changes what the driver would ask the server for.
    properties.setProperty("useLocalSessionState", "true");
    properties.setProperty("cacheServerConfiguration", "true");
    properties.setProperty("maintainTimeStats", "false");
    // Updates count the rows they found, not those they changed.
    properties.setProperty("useAffectedRows", "false");
    properties.setProperty("sessionVariables", sessionVariables(config));
    return properties;
  }

  private static String sessionVariables(MySqlConfig config) {
    // The mode, because a server may be set up to cut off what does not fit, without an error.
    String own =
        "sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',innodb_lock_wait_timeout="
            + config.timeouts().lock().toSeconds();
    String given = config.properties().get("sessionVariables");
    return given == null ? own : given + "," + own;
  }

  /** After a failover the old primary answers still, but takes no writes: connect anew. */
  private static final class LeaveReadOnlyServers implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException error) {
      return MySqlErrors.isReadOnly(error) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
  }
}
