// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.sql.SQLException;

/** The accounts to trade between, and whether their money is still all there. */
public final class BenchAccounts {

  /** What each account begins with. */
  public static final long AMOUNT_EACH = 1_000_000;

  private static final String TOTAL = "SELECT SUM(amount) = %d FROM user_balances";
  // Each table is read once: a subquery for each account may be run without an index, for the
  // server
  // knows little of tables that were just filled.
  private static final String JOURNAL =
      "SELECT COUNT(*) = 0 FROM user_balances b LEFT JOIN"
          + " (SELECT uid, SUM(amount) AS total FROM"
          + " (SELECT credit_uid AS uid, amount FROM transfers"
          + " UNION ALL SELECT debit_uid, -amount FROM transfers WHERE debit_uid > 0) moves"
          + " GROUP BY uid) journal ON journal.uid = b.uid"
          + " WHERE b.amount <> COALESCE(journal.total, 0)";

  private final BenchDatabase database;

  private final long accounts;

  private BenchAccounts(BenchDatabase database, long accounts) {
    this.database = database;
    this.accounts = accounts;
  }

  /** The books of a database that has so many accounts, each of which began with the same. */
  public static BenchAccounts of(BenchDatabase database, long accounts) {
    return new BenchAccounts(database, accounts);
  }

  /** Makes the accounts, each with more money than it can spend; One-Pass will adopt them. */
  public static BenchAccounts open(BenchDatabase database) throws SQLException {
    database.execute(
        "CREATE TABLE user_balances (uid BIGINT NOT NULL PRIMARY KEY,"
            + " amount DECIMAL(15,2) NOT NULL DEFAULT 0.00,"
            + " created_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,"
            + " updated_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP"
            + " ON UPDATE CURRENT_TIMESTAMP) ENGINE=InnoDB");
    StringBuilder rows = new StringBuilder();
    for (int uid = 1; uid <= TradePattern.ACCOUNTS; uid++) {
      rows.append(uid == 1 ? "" : ",").append('(').append(uid).append(',').append(AMOUNT_EACH);
      rows.append(')');
    }
    database.execute("INSERT INTO user_balances (uid, amount) VALUES " + rows);
    return of(database, TradePattern.ACCOUNTS);
  }

  /**
   * Makes sure of it.
   *
   * @throws IllegalStateException saying what is wrong
   */
  public void requireConserved() throws SQLException {
    if (!database.value(TOTAL.formatted(AMOUNT_EACH * accounts)).equals("1")) {
      throw new IllegalStateException("the balances are not all the money there was");
    }
    if (!database.value(JOURNAL).equals("1")) {
      throw new IllegalStateException("a balance is not the sum of its journal");
    }
  }
}
