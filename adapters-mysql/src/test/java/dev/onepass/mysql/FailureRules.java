// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static dev.onepass.testkit.data.TransferBuilder.aTransfer;
import static dev.onepass.testkit.data.Uids.uid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.model.Money;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a caller hears when the database fails, and that nothing is left of what failed. */
abstract class FailureRules {

  abstract MySqlAdapter mysql();

  abstract MySqlConfig database();

  @Test
  void aConnectionKilledWithinATransactionIsNoAnswerAndLeavesNothing() {
    assertThatThrownBy(
            () ->
                mysql()
                    .ledger()
                    .transact(
                        Deposits.reads("r", uid(1)),
                        snapshot -> {
                          killAllTransactions();
                          return new Decided<>(Deposits.posting(aTransfer().id("r").build()), 1);
                        }))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.dependency()).isEqualTo(UnavailableException.Dependency.DATABASE));
    assertThat(mysql().ledger().balances(List.of(uid(1)))).isEmpty();
    assertThat(Deposits.deposit(mysql().ledger(), "r", uid(1), 1).version()).isEqualTo(1);
  }

  @Test
  void anExhaustedPoolIsNoAnswer() {
    MySqlConfig.Pool two =
        new MySqlConfig.Pool(
            2, 0, Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofMillis(300));
    try (MySqlAdapter small = MySqlAdapter.connect(database().withPool(two))) {
      assertThatThrownBy(
              () ->
                  small
                      .ledger()
                      .transact(
                          Deposits.reads("r", uid(1)),
                          snapshot ->
                              new Decided<>(
                                  LedgerChanges.NONE,
                                  Deposits.deposit(small.ledger(), "s", uid(2), 1))))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("ledger transaction");
      assertThat(Deposits.deposit(small.ledger(), "s", uid(2), 1).version()).isEqualTo(1);
    }
  }

  @Test
  void aLockThatIsNotGivenInTimeIsAConflict() {
    Deposits.deposit(mysql().ledger(), "a", uid(1), 100);
    MySqlConfig hasty =
        database()
            .withTimeouts(
                new MySqlConfig.Timeouts(
                    Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(1)));
    try (MySqlAdapter rival = MySqlAdapter.connect(hasty)) {
      Object result =
          mysql()
              .ledger()
              .transact(
                  Deposits.reads("b", uid(1)),
                  snapshot -> {
                    assertThatThrownBy(() -> Deposits.deposit(rival.ledger(), "c", uid(1), 1))
                        .isInstanceOf(ConflictException.class);
                    return new Decided<>(LedgerChanges.NONE, "done");
                  });
      assertThat(result).isEqualTo("done");
      assertThat(Deposits.deposit(rival.ledger(), "c", uid(1), 1).version()).isEqualTo(2);
    }
  }

  /** A server may be configured to cut off what does not fit; this adapter's sessions are not. */
  @Test
  void anAmountThatDoesNotFitIsAnErrorEvenWhereTheServerIsLenient() {
    try (MySqlAdapter lenient = MySqlAdapter.connect(withSession(database(), "sql_mode=''"))) {
      Balance tooMuch =
          new Balance(uid(1), new Money(Money.MAX.amount().add(Money.MAX.amount())), 1);
      LedgerChanges changes =
          new LedgerChanges(List.of(), List.of(), List.of(tooMuch), List.of(), List.of());
      assertThatThrownBy(
              () ->
                  lenient
                      .ledger()
                      .transact(
                          Deposits.reads("r", uid(1)), snapshot -> new Decided<>(changes, true)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ledger transaction")
          .hasMessageNotContaining("9999999999999");
    }
    assertThat(mysql().ledger().balances(List.of(uid(1)))).isEmpty();
  }

  @Test
  void aRefusalMayNameAnAmountThatNoBalanceCanReach() {
    Refusal refusal =
        new Refusal(
            aTransfer().build().requestId(),
            uid(1),
            uid(2),
            Money.of("9999999999999999.99"),
            Refusal.Reason.BALANCE_LIMIT,
            Money.MAX,
            aTransfer().build().at());
    LedgerChanges changes =
        new LedgerChanges(List.of(), List.of(refusal), List.of(), List.of(), List.of());
    mysql()
        .ledger()
        .transact(Deposits.reads("x", uid(1)), snapshot -> new Decided<>(changes, true));
    Object stored =
        mysql()
            .ledger()
            .transact(
                Deposits.reads(refusal.requestId().value(), uid(1)),
                snapshot ->
                    new Decided<>(
                        LedgerChanges.NONE, snapshot.recorded().get(refusal.requestId())));
    assertThat(stored).isEqualTo(refusal);
  }

  static MySqlConfig withSession(MySqlConfig config, String variables) {
    Map<String, String> properties = new HashMap<>(config.properties());
    properties.put("sessionVariables", variables);
    return new MySqlConfig(
        config.jdbcUrl(),
        config.user(),
        config.password(),
        properties,
        config.pool(),
        config.timeouts(),
        null);
  }

  /** Kills every connection to this database that is within a transaction. */
  private void killAllTransactions() {
    try (Connection connection = TestServer.open(database());
        Statement statement = connection.createStatement()) {
      List<Long> ids = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery(
              "SELECT id FROM information_schema.processlist"
                  + " JOIN information_schema.innodb_trx ON trx_mysql_thread_id = id"
                  + " WHERE db = DATABASE() AND id <> CONNECTION_ID()")) {
        while (row.next()) {
          ids.add(row.getLong(1));
        }
      }
      for (long id : ids) {
        statement.execute("KILL " + id);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
