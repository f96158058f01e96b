// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.sql.SQLException;
import java.util.Map;

/** The accounts to trade between, and whether their money is still all there. */
public final class Books {

  private static final long AMOUNT_EACH = 1_000_000;

  private static final Map<String, String> CHECKS =
      Map.of(
          "the sum of all balances",
          "SELECT SUM(amount) = %d FROM user_balances".formatted(AMOUNT_EACH * Trades.ACCOUNTS),
          "each balance beside its journal",
          "SELECT COUNT(*) = 0 FROM user_balances b WHERE b.amount <>"
              + " (SELECT SUM(amount) FROM transfers WHERE credit_uid = b.uid)"
              + " - COALESCE((SELECT SUM(amount) FROM transfers WHERE debit_uid = b.uid), 0)",
          "the sum of the yardstick's balances",
          "SELECT SUM(amount) = %d FROM plain_accounts".formatted(AMOUNT_EACH * Trades.ACCOUNTS));

  private final BenchDatabase database;

  private Books(BenchDatabase database) {
    this.database = database;
  }

  /** Makes the accounts, each with more money than it can spend; One-Pass will adopt them. */
  public static Books open(BenchDatabase database) throws SQLException {
    database.execute(
        "CREATE TABLE user_balances (uid BIGINT NOT NULL PRIMARY KEY,"
            + " amount DECIMAL(15,2) NOT NULL DEFAULT 0.00,"
            + " created_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,"
            + " updated_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP"
            + " ON UPDATE CURRENT_TIMESTAMP) ENGINE=InnoDB");
    StringBuilder rows = new StringBuilder();
    for (int uid = 1; uid <= Trades.ACCOUNTS; uid++) {
      rows.append(uid == 1 ? "" : ",").append('(').append(uid).append(',').append(AMOUNT_EACH);
      rows.append(')');
    }
    database.execute("INSERT INTO user_balances (uid, amount) VALUES " + rows);
    return new Books(database);
  }

  public void requireConserved() throws SQLException {
    for (Map.Entry<String, String> check : CHECKS.entrySet()) {
      if (!database.value(check.getValue()).equals("1")) {
        throw new IllegalStateException("the books are not right: " + check.getKey());
      }
    }
  }
}
