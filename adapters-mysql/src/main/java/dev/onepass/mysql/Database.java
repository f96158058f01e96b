// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/**
 * Connections, transactions and the meaning of what fails in them. Thread-safe.
 *
 * <p>Ledger transactions have connections of their own, which are always within a transaction, so
 * that none costs a round trip to begin. On the others each statement is one, and costs none to
 * end.
 */
final class Database implements AutoCloseable {

  private static final int TRIES_MAX = 5;
  private static final int PING_SECONDS_MAX = 2;

  /** Work on a connection of its own. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private final Optional<PrimaryWatch> watch;
  private final HikariDataSource ledger;
  private final HikariDataSource others;
  private final Jdbi jdbi;

  Database(MySqlConfig config) {
    this.watch = Connections.watch(config);
    this.ledger = Connections.ledger(config, watch);
    this.others = Connections.others(config, watch);
    this.jdbi = Jdbi.create(others);
    watch.ifPresent(PrimaryWatch::start);
  }

  /** Runs a ledger transaction; commits it, or rolls it back if it fails. Does not retry. */
  <T> T transaction(String what, Work<T> work) {
    try (Connection connection = ledger.getConnection()) {
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw failure(what, e);
    }
  }

  /** Runs a statement, or several that need no transaction, in plain JDBC. */
  <T> T plain(String what, Work<T> work) {
    try (Connection connection = others.getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw failure(what, e);
    }
  }

  /** Runs one statement, or several reads that need no transaction. */
  <T> T query(String what, HandleCallback<T, SQLException> work) {
    try {
      return jdbi.withHandle(work);
    } catch (SQLException | RuntimeException e) {
      throw failure(what, e);
    }
  }

  /** Runs a transaction; starts over where another one was in its way. */
  <T> T change(String what, HandleCallback<T, SQLException> work) {
    for (int tries = 1; ; tries++) {
      try {
        return query(what, handle -> handle.inTransaction(work));
      } catch (ConflictException e) {
        if (tries == TRIES_MAX) {
          throw new UnavailableException(
              Dependency.DATABASE, "in conflict " + tries + " times at: " + what, e);
        }
      }
    }
  }

  /**
   * @throws UnavailableException if the database does not answer, or takes no writes
   */
  void ping() {
    plain(
        "ping",
        connection -> {
          if (!connection.isValid(PING_SECONDS_MAX)) {
            throw new SQLException("no answer to a ping", "08S01");
          }
          if (!Writability.isGiven(connection)) {
            throw new SQLException("it is a replica, or has lost its group", "08S01");
          }
          return true;
        });
  }

  void meter(MetricsTrackerFactory trackers) {
    ledger.setMetricsTrackerFactory(trackers);
    others.setMetricsTrackerFactory(trackers);
  }

  @Override
  public void close() {
    watch.ifPresent(PrimaryWatch::close);
    ledger.close();
    others.close();
  }

  private RuntimeException failure(String what, Exception failure) {
    SQLException error = MySqlErrors.sqlError(failure);
    if (error != null && MySqlErrors.isReadOnly(error)) {
      // The server is no primary any more: what others read there would be late.
      ledger.getHikariPoolMXBean().softEvictConnections();
      others.getHikariPoolMXBean().softEvictConnections();
    }
    return MySqlErrors.translate(what, failure);
  }

  private void rollBack(Connection connection, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
      // With it closed, the server rolls back by itself; nobody else gets half a transaction.
      ledger.evictConnection(connection);
    }
  }
}
