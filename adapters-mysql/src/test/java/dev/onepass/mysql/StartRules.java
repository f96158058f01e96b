// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static dev.onepass.testkit.data.BatchBuilder.aBatch;
import static dev.onepass.testkit.data.Uids.uid;
import static dev.onepass.testkit.data.Uids.uids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.embedded.FaultyNetwork;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How a start meets its database. */
abstract class StartRules {

  private static final Pattern GRANT = Pattern.compile("GRANT ([A-Z, ]+) ON onepass\\.\\* TO");
  private static final Pattern HOST_AND_PORT = Pattern.compile("//([^:/]+):([0-9]+)/");

  abstract TestServer server();

  @Test
  void aDatabaseThatDoesNotAnswerIsTriedTenTimesThreeSecondsApart() throws IOException {
    List<Duration> pauses = new ArrayList<>();
    try (FaultyNetwork nobody = FaultyNetwork.to("127.0.0.1", 1)) {
      nobody.goDown();
      MySqlConfig config =
          MySqlConfig.of("root:geheim@tcp(127.0.0.1:" + nobody.port() + ")/onepass");
      assertThatThrownBy(() -> MySqlAdapter.connect(config, pauses::add))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("127.0.0.1:" + nobody.port())
          .hasMessageContaining("10 attempts")
          .hasMessageNotContaining("geheim");
    }
    assertThat(pauses).hasSize(9).containsOnly(Duration.ofSeconds(3));
  }

  @Test
  void aDatabaseThatAnswersLaterIsConnectedTo() throws IOException {
    MySqlConfig database = server().freshDatabase();
    try (FaultyNetwork network = networkTo(database)) {
      network.goDown();
      List<Duration> pauses = new ArrayList<>();
      MySqlAdapter mysql =
          MySqlAdapter.connect(
              through(network, database),
              pause -> {
                pauses.add(pause);
                if (pauses.size() == 2) {
                  network.comeBack();
                }
              });
      mysql.ping();
      mysql.close();
      assertThat(pauses).hasSize(2);
    } finally {
      server().drop(database);
    }
  }

  @Test
  void aConnectionCutByTheNetworkIsNoAnswer() throws IOException {
    MySqlConfig database = server().freshDatabase();
    try (FaultyNetwork network = networkTo(database)) {
      MySqlConfig.Pool impatient =
          new MySqlConfig.Pool(
              2, 0, Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofMillis(500));
      try (MySqlAdapter mysql =
          MySqlAdapter.connect(through(network, database).withPool(impatient))) {
        mysql.ping();
        network.goDown();
        assertThatThrownBy(mysql::ping).isInstanceOf(UnavailableException.class);
      }
    } finally {
      server().drop(database);
    }
  }

  @Test
  void aWrongPasswordIsSaidAtOnce() {
    MySqlConfig config = server().config().withCredentials(server().config().user(), "geheim");
    assertThatThrownBy(() -> MySqlAdapter.connect(config, StartRules::noPause))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("check user and password")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void aDatabaseThatTheUserMayNotCreateIsSaidAtOnce() {
    MySqlConfig database = server().freshDatabase();
    asUserWith(
        "SELECT ON mysql.*",
        user ->
            assertThatThrownBy(
                    () -> MySqlAdapter.connect(user.apply(database), StartRules::noPause))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("create the database " + database.database())
                .hasMessageNotContaining("geheim"));
  }

  /** The list is that of the package's documentation. */
  @Test
  void theDocumentedPrivilegesAreEnough() {
    MySqlConfig database = server().freshDatabase();
    try {
      asUserWith(
          "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX ON " + database.database() + ".*",
          user -> {
            try (MySqlAdapter mysql = MySqlAdapter.connect(user.apply(database))) {
              assertThat(Deposits.deposit(mysql.ledger(), "r", uid(1), 1).version()).isEqualTo(1);
              Batch batch = mysql.batches().accept(aBatch("b").of(uids(1, 3)).build(), uids(1, 3));
              assertThat(mysql.items().claim(batch.id(), "node", 3, Duration.ofHours(1)))
                  .hasSize(3);
            }
          });
    } finally {
      server().drop(database);
    }
  }

  /** The user that the containers' database makes, by the very line that makes it. */
  @Test
  void theContainersUserCanDoItsWorkAndNothingElse() throws IOException {
    MySqlConfig database = server().freshDatabase();
    MySqlConfig other = server().freshDatabase();
    String name = database.database();
    Matcher grant =
        GRANT.matcher(Files.readString(Path.of("../deploy/docker/mysql/10-onepass-user.sh")));
    assertThat(grant.find()).isTrue();
    TestServer.execute(
        server().withoutDatabase(),
        "CREATE DATABASE " + name,
        "CREATE DATABASE " + other.database(),
        "CREATE TABLE " + other.database() + ".secrets (word INT)");
    try {
      asUserWith(
          grant.group(1) + " ON " + name + ".*",
          user -> {
            MySqlConfig ours = user.apply(database);
            try (MySqlAdapter mysql = MySqlAdapter.connect(ours)) {
              assertThat(Deposits.deposit(mysql.ledger(), "r", uid(1), 1).version()).isEqualTo(1);
            }
            for (String forbidden :
                List.of(
                    "DROP TABLE transfers",
                    "TRUNCATE TABLE transfers",
                    "DROP DATABASE " + name,
                    "SELECT * FROM " + other.database() + ".secrets",
                    "CREATE DATABASE " + name + "_more",
                    "SELECT * FROM mysql.user",
                    "CREATE USER intruder",
                    "GRANT SELECT ON " + name + ".* TO PUBLIC",
                    "CREATE TRIGGER t AFTER INSERT ON transfers FOR EACH ROW SET @a = 1",
                    "CREATE VIEW v AS SELECT 1",
                    "SET GLOBAL max_connections = 1",
                    "SELECT 1 INTO OUTFILE '/tmp/" + name + "'")) {
              assertThatThrownBy(() -> TestServer.execute(ours, forbidden))
                  .as(forbidden)
                  .hasMessageMatching("(?s).*(denied|privilege).*");
            }
          });
    } finally {
      server().drop(database);
      server().drop(other);
    }
  }

  @Test
  void aLookTellsWhatAStartWouldMeetAndChangesNothing() {
    MySqlConfig database = server().freshDatabase();
    DatabaseReport absent = MySqlAdapter.look(database);
    assertThat(absent.faults()).isEmpty();
    assertThat(absent.warnings())
        .singleElement()
        .asString()
        .contains("no database " + database.database());

    TestServer.execute(server().withoutDatabase(), "CREATE DATABASE " + database.database());
    try {
      TestServer.execute(
          database,
          "CREATE TABLE user_balances (uid BIGINT PRIMARY KEY, amount DOUBLE) ENGINE=InnoDB");
      DatabaseReport odd = MySqlAdapter.look(database);
      assertThat(odd.product()).isNotBlank();
      assertThat(odd.clockAhead().abs()).isLessThan(Duration.ofMinutes(10));
      assertThat(odd.faults())
          .anySatisfy(fault -> assertThat(fault).contains("amount is double"))
          .anySatisfy(fault -> assertThat(fault).contains("no column updated_at"));

      TestServer.execute(database, "DROP TABLE user_balances");
      assertThat(MySqlAdapter.look(database).faults()).isEmpty();
      MySqlAdapter.connect(database).close();
      DatabaseReport adopted = MySqlAdapter.look(database);
      assertThat(adopted.faults()).isEmpty();
      assertThat(adopted.warnings()).isEmpty();
    } finally {
      server().drop(database);
    }
  }

  @Test
  void aLookTellsWhatAUserLacks() {
    MySqlConfig database = server().freshDatabase();
    TestServer.execute(server().withoutDatabase(), "CREATE DATABASE " + database.database());
    try {
      asUserWith(
          "SELECT, INSERT, UPDATE ON " + database.database() + ".*",
          user ->
              assertThat(MySqlAdapter.look(user.apply(database)).warnings())
                  .singleElement()
                  .asString()
                  .contains("seems to lack ALTER, CREATE, DELETE, INDEX on"));
      asUserWith(
          "ALL PRIVILEGES ON `onepass\\_%`.*",
          user -> assertThat(MySqlAdapter.look(user.apply(database)).warnings()).isEmpty());
    } finally {
      server().drop(database);
    }
  }

  @Test
  void aLookThatFindsNobodyOrIsNotLetInSaysSo() throws IOException {
    MySqlConfig wrong = server().config().withCredentials(server().config().user(), "geheim");
    assertThat(MySqlAdapter.look(wrong).faults())
        .singleElement()
        .asString()
        .contains("check user and password")
        .doesNotContain("geheim");
    try (FaultyNetwork nobody = FaultyNetwork.to("127.0.0.1", 1)) {
      nobody.goDown();
      MySqlConfig config =
          MySqlConfig.of("root:geheim@tcp(127.0.0.1:" + nobody.port() + ")/onepass");
      assertThat(MySqlAdapter.look(config).faults())
          .singleElement()
          .asString()
          .contains("does not answer")
          .doesNotContain("geheim");
    }
  }

  private void asUserWith(String privileges, Consumer<UnaryOperator<MySqlConfig>> test) {
    String user = "onepass" + ProcessHandle.current().pid();
    MySqlConfig root = server().withoutDatabase();
    TestServer.execute(
        root,
        "DROP USER IF EXISTS " + user,
        "CREATE USER " + user + " IDENTIFIED BY 'geheim'",
        "GRANT " + privileges + " TO " + user);
    try {
      test.accept(config -> config.withCredentials(user, "geheim"));
    } finally {
      TestServer.execute(root, "DROP USER " + user);
    }
  }

  private static void noPause(Duration pause) {
    throw new AssertionError("waited for what cannot change");
  }

  private static FaultyNetwork networkTo(MySqlConfig database) throws IOException {
    Matcher address = HOST_AND_PORT.matcher(database.jdbcUrl());
    assertThat(address.find()).isTrue();
    return FaultyNetwork.to(address.group(1), Integer.parseInt(address.group(2)));
  }

  private static MySqlConfig through(FaultyNetwork network, MySqlConfig database) {
    return new MySqlConfig(
        HOST_AND_PORT
            .matcher(database.jdbcUrl())
            .replaceFirst("//127.0.0.1:" + network.port() + "/"),
        database.user(),
        database.password(),
        database.properties(),
        database.pool(),
        database.timeouts(),
        null);
  }
}
