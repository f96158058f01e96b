// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.error.UnavailableException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a start meets its database. */
abstract class StartRules {

  abstract TestServer server();

  @Test
  void aDatabaseThatDoesNotAnswerIsTriedTenTimesThreeSecondsApart() throws IOException {
    List<Duration> pauses = new ArrayList<>();
    try (ServerSocket deaf = hangingUp()) {
      MySqlConfig config =
          MySqlConfig.of("root:geheim@tcp(127.0.0.1:" + deaf.getLocalPort() + ")/onepass");
      assertThatThrownBy(() -> MySqlAdapter.connect(config, pauses::add))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("127.0.0.1:" + deaf.getLocalPort())
          .hasMessageContaining("10 attempts")
          .hasMessageNotContaining("geheim");
    }
    assertThat(pauses).hasSize(9).containsOnly(Duration.ofSeconds(3));
  }

  @Test
  void aDatabaseThatAnswersLaterIsConnectedTo() throws IOException {
    MySqlConfig database = server().freshDatabase();
    try (Relay relay = new Relay(database)) {
      List<Duration> pauses = new ArrayList<>();
      MySqlAdapter mysql =
          MySqlAdapter.connect(
              relay.config(),
              pause -> {
                pauses.add(pause);
                if (pauses.size() == 2) {
                  relay.open();
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
    try (Relay relay = new Relay(database)) {
      relay.open();
      MySqlConfig.Pool impatient =
          new MySqlConfig.Pool(
              2, 0, Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofMillis(500));
      try (MySqlAdapter mysql = MySqlAdapter.connect(relay.config().withPool(impatient))) {
        mysql.ping();
        relay.cut();
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
    String user = "u" + ProcessHandle.current().pid();
    TestServer.execute(
        server().withoutDatabase(),
        "DROP USER IF EXISTS " + user,
        "CREATE USER " + user + " IDENTIFIED BY 'geheim'",
        "GRANT SELECT ON mysql.* TO " + user);
    try {
      assertThatThrownBy(
              () ->
                  MySqlAdapter.connect(
                      database.withCredentials(user, "geheim"), StartRules::noPause))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("create the database " + database.database())
          .hasMessageNotContaining("geheim");
    } finally {
      TestServer.execute(server().withoutDatabase(), "DROP USER " + user);
    }
  }

  private static void noPause(Duration pause) {
    throw new AssertionError("waited for what cannot change");
  }

  private static ServerSocket hangingUp() throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              while (!socket.isClosed()) {
                try (Socket caller = socket.accept()) {
                  caller.setSoLinger(true, 0);
                } catch (IOException e) {
                  return;
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return socket;
  }
}
