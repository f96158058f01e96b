// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the journal of balances that were there before it: an {@code OPENING} transfer each.
 *
 * <p>Goes through the accounts in chunks, each one transaction that also raises the version of its
 * accounts to 1, by which a later run knows that they are done. So it can be killed anywhere and
 * run again, and no transaction grows with the table.
 */
final class AdoptBalances implements JavaMigration {

  private static final Logger LOG = LoggerFactory.getLogger(AdoptBalances.class);

  private static final int ACCOUNTS_PER_CHUNK = 20_000;

  private static final String INVALID =
      "SELECT COUNT(*), MIN(uid) FROM user_balances WHERE uid <= 0 OR amount < 0";
  private static final String ENGINE =
      "SELECT engine FROM information_schema.tables"
          + " WHERE table_schema = DATABASE() AND table_name = 'user_balances'";
  private static final String CHUNK_END =
      "SELECT COUNT(*), MAX(uid) FROM"
          + " (SELECT uid FROM user_balances WHERE uid > ? ORDER BY uid LIMIT "
          + ACCOUNTS_PER_CHUNK
          + ") AS chunk";
  private static final String CHUNK =
      " FROM user_balances WHERE uid > ? AND uid <= ? AND version = 0 AND amount > 0";
  private static final String OPEN_JOURNAL =
      "INSERT INTO transfers ("
          + LedgerRows.TRANSFER
          + ") SELECT uid, 1, 0, NULL, amount, amount, NULL, 'OPENING',"
          + " CONCAT('onepass:opening:', uid), UTC_TIMESTAMP(3)"
          + CHUNK;
  // The time of the last change is the owner's, and stays.
  private static final String RAISE_VERSION =
      "UPDATE user_balances SET version = 1, updated_at = updated_at"
          + " WHERE uid > ? AND uid <= ? AND version = 0 AND amount > 0";

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("2");
  }

  @Override
  public String getDescription() {
    return "adopt balances";
  }

  @Override
  public @Nullable Integer getChecksum() {
    return null; // a class has none
  }

  @Override
  public boolean canExecuteInTransaction() {
    return false; // it has its own, one for each chunk
  }

  @Override
  public void migrate(Context context) throws SQLException {
    Connection connection = context.getConnection();
    requireAdoptable(connection);
    long adopted = 0;
    long after = 0;
    long end = chunkEnd(connection, after);
    while (end > after) {
      adopted += adopt(connection, after, end);
      after = end;
      end = chunkEnd(connection, after);
    }
    if (adopted > 0) {
      LOG.info("Adopted {} balances, an OPENING transfer each", adopted);
    }
  }

  private static void requireAdoptable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery(ENGINE)) {
        if (row.next() && !"InnoDB".equalsIgnoreCase(row.getString(1))) {
          throw new IllegalStateException(
              "cannot adopt user_balances: its engine is %s, which has no transactions; run ALTER TABLE user_balances ENGINE=InnoDB"
                  .formatted(row.getString(1)));
        }
      }
      try (ResultSet row = statement.executeQuery(INVALID)) {
        if (row.next() && row.getLong(1) > 0) {
          throw new IllegalStateException(
              "cannot adopt user_balances: %d rows have a uid that is not positive or a balance below zero, the first is uid %d; correct them and start again"
                  .formatted(row.getLong(1), row.getLong(2)));
        }
      }
    }
  }

  /** The last uid of the chunk that begins after this one; the same one if there is none. */
  private static long chunkEnd(Connection connection, long after) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CHUNK_END)) {
      statement.setLong(1, after);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getLong(1) > 0 ? row.getLong(2) : after;
      }
    }
  }

  private static int adopt(Connection connection, long after, long end) throws SQLException {
    connection.setAutoCommit(false);
    try {
      int opened = update(connection, OPEN_JOURNAL, after, end);
      int raised = update(connection, RAISE_VERSION, after, end);
      if (opened != raised) {
        throw new IllegalStateException(
            "user_balances is being written by another program: stop it and start again");
      }
      connection.commit();
      return opened;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static int update(Connection connection, String sql, long after, long end)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, after);
      statement.setLong(2, end);
      return statement.executeUpdate();
    }
  }
}
