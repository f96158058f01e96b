// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** Makes connections, all with the same settings; each setting says what it is for. */
final class Connections {

  private static final int LEDGER_PART = 4;
  private static final int CONNECTIONS_OF_FLYWAY = 4;
  private static final int VALIDATIONS = 5;
  private static final long MILLIS_FOR_EACH = 2_000;

  /** For the answer to a statement of a ledger transaction, of which a group has a few. */
  private static final Duration ANSWER_OF_SEVERAL = Duration.ofSeconds(8);

  /** So often is the server told that an idle connection is still wanted. */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(30);

  /** After so long without one it rolls back what a process that is gone had begun. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(50);

  /** By a statement, since the driver spares the one that it believes to be true already. */
  private static final String ISOLATION = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";

  private Connections() {}

  /** Who knows the primary of several servers; empty if there is but one. */
  static Optional<PrimaryWatch> watch(MySqlConfig config) {
    return config.source() == null ? watch(config, config.jdbcUrl()) : Optional.empty();
  }

  private static Optional<PrimaryWatch> watch(MySqlConfig config, String jdbcUrl) {
    return Optional.of(jdbcUrl)
        .filter(PrimaryWatch::isNeeded)
        .map(url -> new PrimaryWatch(url, withLogin(properties(config), config)));
  }

  /** For ledger transactions: a part of the pool, at least one connection. */
  static HikariDataSource ledger(MySqlConfig whole, Optional<PrimaryWatch> watch) {
    MySqlConfig config = watch.isPresent() ? hasty(whole) : whole;
    Properties properties = properties(config);
    // A lone transfer's statements are short and always the same: the server keeps them prepared.
    properties.setProperty("useServerPrepStmts", "true");
    properties.setProperty("cachePrepStmts", "true");
    properties.setProperty("prepStmtCacheSize", "100");
    properties.setProperty("prepStmtCacheSqlLimit", "" + Script.PREPARED_LENGTH_MAX);
    HikariConfig pool = base(config, "onepass-mysql-ledger", properties, watch);
    pool.setMaximumPoolSize(ledgerPart(config.pool().connectionsMax()));
    pool.setMinimumIdle(config.pool().idleMax() / LEDGER_PART);
    pool.setAutoCommit(false);
    return new HikariDataSource(pool);
  }

  /**
   * With several servers a ledger transaction is given up sooner: the locks of one that a server of
   * ours has lost sight of keep all others from the same accounts until it gives it up. Elsewhere
   * there is nothing better to go on to, and a slow disk is waited for.
   */
  private static MySqlConfig hasty(MySqlConfig config) {
    return config.timeouts().answer().compareTo(ANSWER_OF_SEVERAL) <= 0
        ? config
        : config.withTimeouts(config.timeouts().withAnswer(ANSWER_OF_SEVERAL));
  }

  /** For all else. */
  static HikariDataSource others(MySqlConfig config, Optional<PrimaryWatch> watch) {
    int max = config.pool().connectionsMax();
    int idle = config.pool().idleMax();
    HikariConfig pool = base(config, "onepass-mysql", properties(config), watch);
    pool.setMaximumPoolSize(max - ledgerPart(max));
    pool.setMinimumIdle(idle - idle / LEDGER_PART);
    return new HikariDataSource(pool);
  }

  /** For migrations alone, which may take longer than any other statement. */
  static HikariDataSource patient(MySqlConfig config) {
    Properties properties = properties(config);
    properties.setProperty("socketTimeout", "0");
    HikariConfig pool = base(config, "onepass-mysql-schema", properties, watch(config));
    pool.setConnectionInitSql(ISOLATION);
    pool.setMaximumPoolSize(CONNECTIONS_OF_FLYWAY);
    pool.setMinimumIdle(0);
    return new HikariDataSource(pool);
  }

  /** One connection outside the pools, to the primary if there are several servers. */
  static Connection single(MySqlConfig config, String jdbcUrl) throws SQLException {
    if (config.source() != null) {
      return config.source().getConnection();
    }
    Properties properties = withLogin(properties(config), config);
    Optional<PrimaryWatch> watch = watch(config, jdbcUrl);
    return watch.isPresent()
        ? new PrimarySource(watch.get(), properties, config.pool().borrow()).getConnection()
        : DriverManager.getConnection(jdbcUrl, properties);
  }

  /** Few, as each of them writes many transfers at once. */
  private static int ledgerPart(int connections) {
    return Math.max(1, connections / LEDGER_PART);
  }

  private static HikariConfig base(
      MySqlConfig config, String name, Properties properties, Optional<PrimaryWatch> watch) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setMaxLifetime(config.pool().lifetimeMax().toMillis());
    pool.setIdleTimeout(config.pool().idleTimeout().toMillis());
    if (hasSignsOfLife(config)) {
      pool.setKeepaliveTime(SIGN_OF_LIFE.toMillis());
    }
    pool.setConnectionTimeout(config.pool().borrow().toMillis());
    // A connection that is dead must not take the whole wait for one.
    pool.setValidationTimeout(Math.max(250, config.pool().borrow().toMillis() / VALIDATIONS));
    pool.setExceptionOverride(new LeaveReadOnlyServers());
    if (config.source() != null) {
      pool.setDataSource(config.source());
    } else if (watch.isPresent()) {
      pool.setDataSource(
          new PrimarySource(watch.get(), withLogin(properties, config), config.pool().borrow()));
      // What lay idle may lead to a server that was the primary when it was made.
      pool.setConnectionTestQuery(PrimarySource.FAILS_IF_READ_ONLY);
    } else {
      pool.setJdbcUrl(config.jdbcUrl());
      pool.setUsername(config.user());
      pool.setPassword(config.password());
      pool.setDataSourceProperties(properties);
    }
    // No gap locks: what is not there is not locked.
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    String session = config.source() == null ? "" : "SET SESSION " + sessionVariables(config) + ";";
    String silence =
        hasSignsOfLife(config) ? "SET SESSION wait_timeout=" + SILENCE_MAX.toSeconds() + ";" : "";
    pool.setConnectionInitSql(session + silence + ISOLATION + ";" + statementTime(config));
    // The start has waited for the database by itself, and knows how to say what is wrong.
    pool.setInitializationFailTimeout(-1);
    return pool;
  }

  /**
   * Has the server give a statement up before its caller does, so that no lock outlives its caller.
   * The comments are a statement to those alone who know the variable: MySQL (for what only reads)
   * the first, MariaDB the second.
   */
  private static String statementTime(MySqlConfig config) {
    long seconds = Math.max(1, config.timeouts().answer().toSeconds() - 1);
    return "/*!50708 SET SESSION max_execution_time=%d *//*M!100101 SET SESSION max_statement_time=%d */"
        .formatted(seconds * 1000, seconds);
  }

  /**
   * Whether the server is to end a session that is silent, unless the address says when. A machine
   * that loses its power leaves its transactions open at the server, with all their locks, for
   * hours, as no packet tells of its end.
   */
  private static boolean hasSignsOfLife(MySqlConfig config) {
    return config.pool().lifetimeMax().compareTo(SILENCE_MAX) > 0
        && !config.properties().getOrDefault("sessionVariables", "").contains("wait_timeout");
  }

  private static Properties withLogin(Properties properties, MySqlConfig config) {
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    return properties;
  }

  static Properties properties(MySqlConfig config) {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "" + connectMillis(config));
    properties.setProperty("socketTimeout", "" + config.timeouts().answer().toMillis());
    properties.putAll(config.properties());
    properties.setProperty("characterEncoding", "UTF-8");
    // Several statements in one round trip; their values are always bound.
    properties.setProperty("allowMultiQueries", "true");
    properties.setProperty("rewriteBatchedStatements", "true");
    // Spare round trips: the pool alone changes what the driver would ask the server for.
    properties.setProperty("useLocalSessionState", "true");
    properties.setProperty("maintainTimeStats", "false");
    // Updates count the rows they found, not those they changed.
    properties.setProperty("useAffectedRows", "false");
    properties.setProperty("sessionVariables", sessionVariables(config));
    return properties;
  }

  /** A server that is frozen must not keep anyone for long from the one that took its place. */
  private static long connectMillis(MySqlConfig config) {
    long millis = config.timeouts().connect().toMillis();
    return PrimaryWatch.isNeeded(config.jdbcUrl()) ? Math.min(millis, MILLIS_FOR_EACH) : millis;
  }

  private static String sessionVariables(MySqlConfig config) {
    // The mode, because a server may be set up to cut off what does not fit, without an error.
    String own =
        "autocommit=1,sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',innodb_lock_wait_timeout="
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
