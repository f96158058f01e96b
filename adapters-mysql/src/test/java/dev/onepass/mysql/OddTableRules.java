// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static dev.onepass.testkit.data.Uids.uid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of balances as other programs make them: adopted exactly, or refused and left alone. */
abstract class OddTableRules extends FreshDatabaseRules {

  private static final String STAMP = "updated_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "uid BIGINT PRIMARY KEY, amount DECIMAL(20,4) NOT NULL, @ | (1, 10.0050) | amount is decimal(20,4)",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(20,4) NOT NULL, @ | (1, 10.0000) | amount is decimal(20,4)",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(10,2) NOT NULL, @ | (1, 1) | amount is decimal(10,2)",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,0) NOT NULL, @ | (1, 1) | amount is decimal(15,0)",
        "uid BIGINT PRIMARY KEY, amount DOUBLE NOT NULL, @ | (1, 0.1), (2, 0.2) | amount is double",
        "uid BIGINT PRIMARY KEY, amount FLOAT, @ | (1, 0.1) | amount is float",
        "uid BIGINT PRIMARY KEY, amount BIGINT NOT NULL, @ | (1, 100) | amount is bigint",
        "uid BIGINT PRIMARY KEY, amount VARCHAR(20) NOT NULL, @ | (1, '1.00') | amount is varchar(20)",
        "uid BIGINT PRIMARY KEY, cents DECIMAL(15,2), @ | (1, 1) | no column amount",
        "uid BIGINT PRIMARY KEY, c INT, @, amount DECIMAL(15,2) AS (c / 100) STORED | (1, 1) | amount is computed",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), @ | (1, 5), (2, NULL) | 1 rows have no amount (NULL): uid 2",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), @ | (5, 1), (6, -0.01) | 1 rows have an amount below zero: uid 6",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(20,2), @ | (7, 10000000000000) | 1 rows have an amount above 9999999999999.99: uid 7",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), @ | (0, 1), (-1, 1), (-2, 0), (-3, 0) | 4 rows have a uid that is not 1 to 2^63-1: uid -3, -2, -1, ..",
        "uid BIGINT UNSIGNED PRIMARY KEY, amount DECIMAL(15,2), @ | (9223372036854775808, 1) | uid that is not 1 to 2^63-1: uid 9223372036854775808",
        "uid INT PRIMARY KEY, amount DECIMAL(15,2), @ | (1, 1) | uid is int",
        "uid VARCHAR(32) PRIMARY KEY, amount DECIMAL(15,2), @ | ('1001', 1) | uid is varchar(32)",
        "user_id BIGINT PRIMARY KEY, amount DECIMAL(15,2), @ | (1, 1) | no column uid",
        "uid BIGINT, amount DECIMAL(15,2), @ | (1, 1), (1, 2) | primary key is missing, not uid # 1 rows are there more than once: uid 1",
        "uid BIGINT UNIQUE, amount DECIMAL(15,2), @ | (1, 1) | primary key is missing, not uid",
        "uid BIGINT UNIQUE, amount DECIMAL(15,2), id BIGINT AUTO_INCREMENT PRIMARY KEY, @ | (1, 1) | primary key is id, not uid; run ALTER TABLE",
        "uid BIGINT, amount DECIMAL(15,2), currency CHAR(3) DEFAULT 'CNY', PRIMARY KEY (uid, currency), @ | (1, 1) | primary key is uid, currency, not uid",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), name VARCHAR(20) NOT NULL, @ | (1, 1, 'a') | the column name is NOT NULL without a default",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), phone VARCHAR(20) NOT NULL DEFAULT '' UNIQUE, @ | (1, 1) | the unique key phone on phone would refuse new accounts",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), version INT NOT NULL DEFAULT 1, @ | (1, 1) | version of its own, int",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), version BIGINT NOT NULL DEFAULT 3, @ | (1, 1) | 1 rows have a version that no journal explains",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,2) | (1, 1) | no column updated_at",
        "uid BIGINT PRIMARY KEY, amount DOUBLE, name INT NOT NULL, version INT | (1, 1, 1, 1) | amount is double # version of its own # no column updated_at # column name",
      })
  void isRefusedWithAllReasonsAndLeftAlone(String columns, String rows, String reasons)
      throws SQLException {
    create(columns, "InnoDB");
    insert(rows);
    assertRefusedAndUnchanged(reasons.split(" # "));
  }

  @Test
  void anEngineWithoutTransactionsIsRefused() throws SQLException {
    create("uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), @", "MyISAM");
    assertRefusedAndUnchanged("MyISAM", "ENGINE=InnoDB");
  }

  @Test
  void aViewIsRefused() throws SQLException {
    TestServer.execute(
        database,
        "CREATE TABLE old (uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), " + STAMP + ")",
        "CREATE VIEW user_balances AS SELECT * FROM old");
    assertRefusedAndUnchanged("it is a VIEW");
  }

  @Test
  void aForeignKeyIsRefused() throws SQLException {
    TestServer.execute(
        database,
        "CREATE TABLE users (id BIGINT PRIMARY KEY) ENGINE=InnoDB",
        "CREATE TABLE user_balances (uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), "
            + STAMP
            + ", CONSTRAINT of_user FOREIGN KEY (uid) REFERENCES users (id)) ENGINE=InnoDB");
    assertRefusedAndUnchanged("the foreign key of_user would refuse new accounts");
  }

  @Test
  void aTriggerIsRefused() throws SQLException {
    create("uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), @", "InnoDB");
    TestServer.execute(
        database,
        "CREATE TRIGGER bonus BEFORE UPDATE ON user_balances FOR EACH ROW"
            + " SET NEW.amount = NEW.amount + 1");
    assertRefusedAndUnchanged("the trigger bonus may change what is written");
  }

  @Test
  void anotherProgramsTableOfTheSameNameIsRefused() throws SQLException {
    TestServer.execute(database, "CREATE TABLE transfers (id BIGINT PRIMARY KEY, stock_id INT)");
    assertRefusedAndUnchanged("the table transfers beside it is another program's");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,2) NOT NULL DEFAULT 0.00, @",
        "uid BIGINT UNSIGNED PRIMARY KEY, amount DECIMAL(15,2), @",
        "uid BIGINT AUTO_INCREMENT PRIMARY KEY, amount DECIMAL(20,2) UNSIGNED, @",
        "UID BIGINT PRIMARY KEY, Amount DECIMAL(15,2), UPDATED_AT DATETIME NULL",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), name VARCHAR(20), phone INT UNIQUE, @",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), level INT NOT NULL DEFAULT 1, @, KEY (amount)",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), yuan INT AS (FLOOR(amount)) STORED, @",
        "uid BIGINT PRIMARY KEY, amount DECIMAL(15,2), @, UNIQUE KEY again (uid)",
      })
  void isAdoptedExactly(String columns) throws SQLException {
    create(columns, "InnoDB");
    TestServer.execute(
        database, "INSERT INTO user_balances (uid, amount) VALUES (1, 0.30), (2, 12345.67)");
    try (MySqlAdapter mysql = MySqlAdapter.connect(database)) {
      assertThat(text("SELECT SUM(credit_after) FROM transfers")).isEqualTo("12345.97");
      assertThat(Deposits.deposit(mysql.ledger(), "a", uid(1), 1).version()).isEqualTo(2);
      assertThat(Deposits.deposit(mysql.ledger(), "b", uid(3), 1).version()).isEqualTo(1);
      assertThat(Deposits.deposit(mysql.ledger(), "c", uid(4), 1).version()).isEqualTo(1);
    }
  }

  private void create(String columns, String engine) {
    TestServer.execute(
        database,
        "CREATE TABLE user_balances (%s) ENGINE=%s".formatted(columns.replace("@", STAMP), engine));
  }

  /** Values for the first columns, as many as there are in each row. */
  private void insert(String rows) throws SQLException {
    int count = rows.substring(0, rows.indexOf(')')).split(",").length;
    String columns =
        text(
            "SELECT GROUP_CONCAT(column_name ORDER BY ordinal_position) FROM"
                + " (SELECT column_name, ordinal_position FROM information_schema.columns"
                + " WHERE table_schema = DATABASE() AND table_name = 'user_balances'"
                + " ORDER BY ordinal_position LIMIT "
                + count
                + ") AS first_columns");
    TestServer.execute(database, "INSERT INTO user_balances (" + columns + ") VALUES " + rows);
  }

  private void assertRefusedAndUnchanged(String... reasons) throws SQLException {
    List<String> before = tables();
    assertThatThrownBy(() -> MySqlAdapter.connect(database))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("cannot adopt user_balances, nothing was changed: ")
        .hasMessageContainingAll(reasons);
    assertThat(tables()).isEqualTo(before);
  }

  private List<String> tables() throws SQLException {
    try (Connection connection = TestServer.open(database);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT table_name, column_name, column_type FROM information_schema.columns"
                    + " WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position")) {
      List<String> tables = new ArrayList<>();
      while (row.next()) {
        tables.add(row.getString(1) + "." + row.getString(2) + " " + row.getString(3));
      }
      return tables;
    }
  }
}
