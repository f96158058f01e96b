// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The yardstick: what a careful program does with plain JDBC, one transaction for each transfer.
 * Both accounts are locked in one order, balances and journal are written, and the journal's unique
 * request id keeps a transfer from being posted twice.
 */
public final class PlainTransfers {

  private final BenchDatabase database;

  private PlainTransfers(BenchDatabase database) {
    this.database = database;
  }

  public static PlainTransfers on(BenchDatabase database) throws SQLException {
    database.execute(
        "CREATE TABLE plain_accounts (uid BIGINT NOT NULL PRIMARY KEY,"
            + " amount DECIMAL(15,2) NOT NULL) ENGINE=InnoDB",
        "CREATE TABLE plain_journal (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
            + " request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,"
            + " debit_uid BIGINT NOT NULL, credit_uid BIGINT NOT NULL,"
            + " amount DECIMAL(15,2) NOT NULL,"
            + " created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),"
            + " KEY by_debit (debit_uid, id), KEY by_credit (credit_uid, id)) ENGINE=InnoDB",
        "INSERT INTO plain_accounts SELECT uid, amount FROM user_balances");
    return new PlainTransfers(database);
  }

  public Figures run(int connections, TradePattern trades, Duration duration) throws Exception {
    List<Caller> callers = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        callers.add(new Caller(database.connect(), trades));
      }
      return ClosedLoop.blocking(callers, duration);
    } finally {
      for (Caller caller : callers) {
        caller.connection.close();
      }
    }
  }

  /**
   * Makes sure that no money was made or lost.
   *
   * @throws IllegalStateException if some was
   */
  public void requireConserved() throws SQLException {
    String conserved =
        "SELECT SUM(amount) = %d FROM plain_accounts"
            .formatted(BenchAccounts.AMOUNT_EACH * TradePattern.ACCOUNTS);
    if (!database.value(conserved).equals("1")) {
      throw new IllegalStateException("the yardstick made or lost money");
    }
  }

  private static final class Caller implements ClosedLoop.Question {

    private static final String LOCK =
        "SELECT uid, amount FROM plain_accounts WHERE uid IN (?,?) ORDER BY uid FOR UPDATE";
    private static final String UPDATE = "UPDATE plain_accounts SET amount = ? WHERE uid = ?";
    private static final String INSERT =
        "INSERT INTO plain_journal (request_id, debit_uid, credit_uid, amount) VALUES (?,?,?,?)";

    private final Connection connection;
    private final TradePattern trades;

    Caller(Connection connection, TradePattern trades) throws SQLException {
      this.connection = connection;
      this.trades = trades;
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }

    @Override
    public void ask() throws SQLException {
      TradePattern.Trade trade = trades.next();
      BigDecimal amount = BigDecimal.valueOf(trade.cents(), 2);
      BigDecimal from = null;
      BigDecimal to = null;
      try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
        lock.setLong(1, trade.from());
        lock.setLong(2, trade.to());
        try (ResultSet rows = lock.executeQuery()) {
          while (rows.next()) {
            if (rows.getLong(1) == trade.from()) {
              from = rows.getBigDecimal(2);
            } else {
              to = rows.getBigDecimal(2);
            }
          }
        }
      }
      if (from == null || to == null || from.compareTo(amount) < 0) {
        throw new IllegalStateException("cannot be posted: " + trade);
      }
      update(trade.from(), from.subtract(amount));
      update(trade.to(), to.add(amount));
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        insert.setString(1, UUID.randomUUID().toString());
        insert.setLong(2, trade.from());
        insert.setLong(3, trade.to());
        insert.setBigDecimal(4, amount);
        insert.executeUpdate();
      }
      connection.commit();
    }

    private void update(long uid, BigDecimal amount) throws SQLException {
      try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
        update.setBigDecimal(1, amount);
        update.setLong(2, uid);
        update.executeUpdate();
      }
    }
  }
}
