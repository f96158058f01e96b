// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static dev.onepass.testkit.data.Uids.uid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.race.Race;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An existing table of balances is taken over, and so is a half finished taking over. */
abstract class AdoptionRules extends FreshDatabaseRules {

  /** As many as there are in the folder of the schema. */
  private static final String MIGRATIONS = "5";

  /** As the reference document has it. */
  private static final String REFERENCE_TABLE =
      """
      CREATE TABLE user_balances (
          uid BIGINT PRIMARY KEY,
          amount DECIMAL(15,2) NOT NULL DEFAULT 0.00,
          created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
          updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
          INDEX idx_uid (uid)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
      """;

  @Test
  void aFreshTableHasTheColumnsOfTheReferenceAndAVersion() throws SQLException {
    MySqlAdapter.connect(database).close();
    List<String> fresh = columns();
    TestServer.execute(database, "DROP TABLE user_balances", REFERENCE_TABLE);
    List<String> expected = new ArrayList<>(columns());
    expected.add("version bigint");
    assertThat(fresh).isEqualTo(expected);
  }

  @Test
  void everyBalanceGetsTheRowItsJournalBeginsWith() throws SQLException {
    TestServer.execute(
        database,
        REFERENCE_TABLE,
        "INSERT INTO user_balances (uid, amount, created_at, updated_at) VALUES"
            + " (1001, 50000.00, '2020-01-02 03:04:05', '2021-01-02 03:04:05'),"
            + " (1002, 0.00, '2020-01-02 03:04:05', '2021-01-02 03:04:05'),"
            + " (9223372036854775807, 9999999999999.99, NOW(), NOW())");
    try (MySqlAdapter mysql = MySqlAdapter.connect(database)) {
      Balance balance = new Balance(uid(1001), Money.of("50000"), 1);
      assertThat(mysql.ledger().balances(List.of(uid(1001), uid(1002), uid(Long.MAX_VALUE))))
          .containsEntry(uid(1001), balance)
          .containsEntry(uid(1002), Balance.none(uid(1002)))
          .containsEntry(uid(Long.MAX_VALUE), new Balance(uid(Long.MAX_VALUE), Money.MAX, 1));
      Transfer opening = mysql.journal().page(uid(1001), Long.MAX_VALUE, 9).get(0);
      assertThat(opening)
          .isEqualTo(
              new Transfer(
                  RequestId.ofOpening(uid(1001)),
                  TransferKind.OPENING,
                  Uid.EXTERNAL,
                  uid(1001),
                  Money.of("50000"),
                  null,
                  balance,
                  opening.at()));
      assertThat(mysql.journal().page(uid(1002), Long.MAX_VALUE, 9)).isEmpty();
      assertThat(Deposits.deposit(mysql.ledger(), "next", uid(1001), 1).version()).isEqualTo(2);
    }
    assertThat(text("SELECT updated_at FROM user_balances WHERE uid = 1002"))
        .startsWith("2021-01-02 03:04:05");
  }

  /**
   * Killed anywhere means: any tables there already, some of the accounts done, no record of it.
   */
  @Test
  void anAdoptionThatWasKilledGoesOnWhereItWas() throws SQLException {
    TestServer.execute(database, REFERENCE_TABLE, thousandBalances());
    MySqlAdapter.connect(database).close();
    TestServer.execute(
        database,
        "DROP TABLE onepass_schema_history",
        "DROP TABLE batch_items",
        "DELETE FROM transfers WHERE credit_uid > 400",
        "UPDATE user_balances SET version = 0 WHERE uid > 400");
    MySqlAdapter.connect(database).close();
    assertThat(text("SELECT COUNT(*) FROM transfers WHERE kind = 'OPENING'")).isEqualTo("1000");
    assertThat(text("SELECT COUNT(*) FROM user_balances WHERE version = 1")).isEqualTo("1000");
    assertThat(text("SELECT SUM(credit_after) - SUM(amount) FROM transfers")).isEqualTo("0.00");
  }

  @Test
  void aSecondStartChangesNothing() throws SQLException {
    TestServer.execute(database, REFERENCE_TABLE, thousandBalances());
    MySqlAdapter.connect(database).close();
    try (MySqlAdapter again = MySqlAdapter.connect(database)) {
      assertThat(again.journal().page(uid(7), Long.MAX_VALUE, 9)).hasSize(1);
    }
    assertThat(text("SELECT SUM(version) FROM user_balances")).isEqualTo("1000");
  }

  @Test
  void nodesThatStartAtOnceAdoptOnce() throws SQLException {
    TestServer.execute(database, REFERENCE_TABLE, thousandBalances());
    Race.of(
        4,
        node ->
            () -> {
              MySqlAdapter.connect(database).close();
              return true;
            });
    assertThat(text("SELECT COUNT(*) FROM transfers")).isEqualTo("1000");
    assertThat(
            text("SELECT COUNT(*) FROM onepass_schema_history WHERE success = 1 AND version > 0"))
        .isEqualTo(MIGRATIONS);
  }

  @Test
  void nodesThatStartAtOnceOnNothingMakeOneSetOfTables() throws SQLException {
    Race.of(
        4,
        node ->
            () -> {
              MySqlAdapter.connect(database).close();
              return true;
            });
    assertThat(text("SELECT COUNT(*) FROM onepass_schema_history WHERE success = 1"))
        .isEqualTo(MIGRATIONS);
  }

  @Test
  void balancesThatCannotBeAreRefusedAndAdoptedOnceCorrected() {
    TestServer.execute(
        database,
        REFERENCE_TABLE,
        "INSERT INTO user_balances (uid, amount) VALUES (5, 1.00), (6, -0.01), (0, 3.00)");
    assertThatThrownBy(() -> MySqlAdapter.connect(database))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1 rows have a uid that is not 1 to 2^63-1: uid 0")
        .hasMessageContaining("1 rows have an amount below zero: uid 6");
    TestServer.execute(database, "DELETE FROM user_balances WHERE uid <> 5");
    try (MySqlAdapter mysql = MySqlAdapter.connect(database)) {
      assertThat(mysql.journal().page(uid(5), Long.MAX_VALUE, 9)).hasSize(1);
    }
  }

  private static String thousandBalances() {
    StringBuilder insert = new StringBuilder("INSERT INTO user_balances (uid, amount) VALUES ");
    for (int uid = 1; uid <= 1000; uid++) {
      insert.append(uid == 1 ? "" : ",").append("(%d, %d.25)".formatted(uid, uid));
    }
    return insert.toString();
  }

  private List<String> columns() throws SQLException {
    try (Connection connection = TestServer.open(database);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT column_name, data_type FROM information_schema.columns"
                    + " WHERE table_schema = DATABASE() AND table_name = 'user_balances'"
                    + " ORDER BY ordinal_position")) {
      List<String> columns = new ArrayList<>();
      while (row.next()) {
        columns.add(row.getString(1) + " " + row.getString(2));
      }
      return columns;
    }
  }
}
