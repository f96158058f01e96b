// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static dev.onepass.testkit.data.BatchBuilder.aBatch;
import static dev.onepass.testkit.data.Uids.uid;
import static dev.onepass.testkit.data.Uids.uids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.model.Uid;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions are as the adapter needs them, however server and address are set up. */
abstract class SessionRules {

  private static final int SMALL_PACKET = 64 << 10;

  abstract MySqlConfig database();

  @Test
  void isolationAndCommitsDoNotDependOnTheAddress() throws SQLException {
    MySqlConfig hostile =
        FailureRules.withSession(
            database(), "autocommit=0,transaction_isolation='SERIALIZABLE',sql_mode=''");
    assertThat(variables(hostile, "autocommit", "transaction_isolation"))
        .containsExactly("autocommit=ON", "transaction_isolation=READ-COMMITTED");
  }

  @Test
  void theServerGivesAStatementUpBeforeItsCallerDoes() throws SQLException {
    assertThat(variables(database(), "max_execution_time", "max_statement_time"))
        .containsAnyOf("max_execution_time=29000", "max_statement_time=29.000000");
  }

  /** A machine without power says no good-bye: its locks would be held for hours. */
  @Test
  void theServerRollsBackWhatIsLeftOpenForAMinute() throws SQLException {
    assertThat(variables(database(), "wait_timeout")).containsExactly("wait_timeout=50");
    MySqlConfig brief =
        database()
            .withPool(
                new MySqlConfig.Pool(
                    4, 2, Duration.ofSeconds(40), Duration.ofSeconds(20), Duration.ofSeconds(9)));
    assertThat(variables(brief, "wait_timeout"))
        .as("nobody would tell the server that an idle connection is wanted")
        .doesNotContain("wait_timeout=50");
    assertThat(variables(FailureRules.withSession(database(), "wait_timeout=4321"), "wait_timeout"))
        .containsExactly("wait_timeout=4321");
  }

  @Test
  void aSystemVariableOfTheAddressIsSet() throws SQLException {
    MySqlConfig zoned =
        FailureRules.withSession(
            database(),
            MySqlDsn.parse("/d?time_zone=%27%2B05%3A30%27&group_concat_max_len=4321")
                .properties()
                .getOrDefault("sessionVariables", ""));
    assertThat(variables(zoned, "time_zone", "group_concat_max_len"))
        .containsExactly("group_concat_max_len=4321", "time_zone=+05:30");
  }

  @Test
  void aServerThatTakesSmallPacketsOnlyDoesAllWork() throws SQLException {
    String before = variables(database(), "max_allowed_packet").get(0).split("=", 2)[1];
    TestServer.execute(database(), "SET GLOBAL max_allowed_packet = " + SMALL_PACKET);
    try (MySqlAdapter mysql = MySqlAdapter.connect(database())) {
      List<Uid> sparse = new ArrayList<>();
      for (long i = 1; i <= 200_000; i++) {
        sparse.add(new Uid(i * 40_000_000_000_000L));
      }
      Batch batch =
          mysql.batches().accept(aBatch("b".repeat(64)).of(sparse).build(), List.copyOf(sparse));
      assertThat(mysql.items().claim(batch.id(), "node", 2_500, Duration.ofHours(1)))
          .hasSize(2_500);
      assertThat(mysql.items().page(batch.id(), null, Uid.EXTERNAL, 10_000)).hasSize(10_000);
      for (int i = 1; i <= 50; i++) {
        Deposits.deposit(mysql.ledger(), "deposit" + i, uid(i), i);
      }
      assertThat(mysql.ledger().balances(uids(1, 100_000))).hasSize(50);
    } finally {
      TestServer.execute(database(), "SET GLOBAL max_allowed_packet = " + before);
    }
  }

  /** As the old primary is after a planned change of roles: it answers, but takes nothing. */
  @Test
  void aServerThatTakesNoWritesIsDown() {
    try (MySqlAdapter mysql = MySqlAdapter.connect(database())) {
      mysql.ping();
      TestServer.execute(database(), "SET GLOBAL read_only = 1");
      try {
        assertThatThrownBy(mysql::ping).isInstanceOf(UnavailableException.class);
        assertThat(MySqlAdapter.look(database()).faults())
            .singleElement()
            .asString()
            .contains("takes no writes");
      } finally {
        TestServer.execute(database(), "SET GLOBAL read_only = 0");
      }
      mysql.ping();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1105, 1235})
  void aClusterWithoutNamedLocksIsMigratedAllTheSame(int refusal) throws SQLException {
    try (Connection connection = TestServer.open(database());
        Statement statement = connection.createStatement()) {
      Schema.awaitTurn(refusing("GET_LOCK", refusal, statement));
      assertThatThrownBy(() -> Schema.awaitTurn(refusing("GET_LOCK", 1317, statement)))
          .isInstanceOf(SQLException.class);
    }
  }

  /** The statement, but with a query that holds these words refused. */
  private static Statement refusing(String words, int error, Statement statement) {
    return (Statement)
        Proxy.newProxyInstance(
            SessionRules.class.getClassLoader(),
            new Class<?>[] {Statement.class},
            (proxy, method, arguments) -> {
              if (arguments != null && String.valueOf(arguments[0]).contains(words)) {
                throw new SQLException("prohibits use of " + words, "HY000", error);
              }
              try {
                return method.invoke(statement, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  /** As a connection of the pool has them, by name. */
  private static List<String> variables(MySqlConfig config, String... names) {
    Database database = new Database(config);
    try {
      return database.plain(
          "look",
          connection -> {
            List<String> found = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                ResultSet row =
                    statement.executeQuery(
                        "SHOW SESSION VARIABLES WHERE variable_name IN ('%s')"
                            .formatted(String.join("','", names)))) {
              while (row.next()) {
                found.add(row.getString(1) + "=" + row.getString(2));
              }
            }
            return found.stream().sorted().toList();
          });
    } finally {
      database.close();
    }
  }
}
