// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Properties;

/** Makes connections, all with the same settings; each setting says what it is for. */
final class Connections {

  private Connections() {}

  /** The pool that serves the stores. Opens its connections in the background. */
  static HikariDataSource pool(MySqlConfig config) {
    HikariConfig pool = base(config, "onepass-mysql");
    pool.setMaximumPoolSize(config.pool().connectionsMax());
    pool.setMinimumIdle(config.pool().idleMax());
    pool.setMaxLifetime(config.pool().lifetimeMax().toMillis());
    pool.setIdleTimeout(config.pool().idleTimeout().toMillis());
    pool.setConnectionTimeout(config.pool().borrow().toMillis());
    pool.setExceptionOverride(new LeaveReadOnlyServers());
    return new HikariDataSource(pool);
  }

  /** For migrations alone, which may take longer than any other statement. */
  static HikariDataSource patient(MySqlConfig config) {
    HikariConfig pool = base(config, "onepass-mysql-schema");
    pool.getDataSourceProperties().setProperty("socketTimeout", "0");
    pool.setMaximumPoolSize(4);
    pool.setMinimumIdle(0);
    return new HikariDataSource(pool);
  }

  private static HikariConfig base(MySqlConfig config, String name) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
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
    // Several statements in one round trip; their values are always bound, never concatenated.
    properties.setProperty("allowMultiQueries", "true");
    properties.setProperty("rewriteBatchedStatements", "true");
    // A lone transfer's statements are short and always the same; a group's are neither.
    properties.setProperty("cachePrepStmts", "true");
    properties.setProperty("prepStmtCacheSize", "100");
    properties.setProperty("prepStmtCacheSqlLimit", "2048");
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
