// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  static final MigrationVersion VERSION = MigrationVersion.fromVersion("2");

  private static final Logger LOG = LoggerFactory.getLogger(AdoptBalances.class);

  private static final int ACCOUNTS_PER_CHUNK = 20_000;

  private static final String CHUNK_END =
      "SELECT COUNT(*), MAX(uid) FROM"
          + " (SELECT uid FROM user_balances WHERE uid > ? ORDER BY uid LIMIT "
          + ACCOUNTS_PER_CHUNK
          + ") AS chunk";
  // No program of somebody else's changes an amount between the two statements.
  private static final String LOCK_CHUNK =
      "SELECT COUNT(*) FROM user_balances FORCE INDEX (PRIMARY)"
          + " WHERE uid > ? AND uid <= ? FOR UPDATE";
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
    return VERSION;
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
      lock(connection, after, end);
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

  private static void lock(Connection connection, long after, long end) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK_CHUNK)) {
      statement.setLong(1, after);
      statement.setLong(2, end);
      statement.executeQuery().close();
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
