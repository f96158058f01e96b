// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import com.zaxxer.hikari.HikariDataSource;
import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Connections, transactions and the meaning of what fails in them. Thread-safe.
 *
 * <p>Connections are in autocommit mode, so that a lone statement is one round trip, and a
 * transaction is begun by a statement that travels with the first read.
 */
final class Database implements AutoCloseable {

  static final String BEGIN = "START TRANSACTION";

  private static final int TRIES_MAX = 5;
  private static final int PING_SECONDS_MAX = 2;

  /** Work on a connection of its own. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(false);
  }

  /** Runs a statement, or several that need no transaction, in plain JDBC. */
  <T> T plain(String what, Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw MySqlErrors.translate(what, e);
    }
  }

  /**
   * Runs work that begins with {@link #BEGIN}; commits it, or rolls it back if it fails. Does not
   * retry.
   */
  <T> T transaction(String what, Work<T> work) {
    return plain(
        what,
        connection -> {
          try {
            T result = work.run(connection);
            execute(connection, "COMMIT");
            return result;
          } catch (SQLException | RuntimeException | Error e) {
            rollBack(connection, e);
            throw e;
          }
        });
  }

  /** Runs one statement, or several reads that need no transaction. */
  <T> T query(String what, HandleCallback<T, SQLException> work) {
    try {
      return jdbi.withHandle(work);
    } catch (SQLException | RuntimeException e) {
      throw MySqlErrors.translate(what, e);
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
   * @throws UnavailableException if the database does not answer
   */
  void ping() {
    plain(
        "ping",
        connection -> {
          if (!connection.isValid(PING_SECONDS_MAX)) {
            throw new SQLException("no answer to a ping", "08S01");
          }
          return true;
        });
  }

  @Override
  public void close() {
    pool.close();
  }

  private void rollBack(Connection connection, Throwable reason) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      reason.addSuppressed(e);
      // With it closed, the server rolls back by itself; nobody else gets half a transaction.
      pool.evictConnection(connection);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
