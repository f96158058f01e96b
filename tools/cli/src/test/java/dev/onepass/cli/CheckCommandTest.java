// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.embedded.EmbeddedMariaDb;
import dev.onepass.embedded.EmbeddedRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code onepass check} tells, and that it changes nothing. */
class CheckCommandTest {

  @TempDir private Path directory;

  private Invocation check(String yaml) throws IOException {
    Path config = directory.resolve("config.yaml");
    Files.writeString(config, yaml, UTF_8);
    return Invocation.of("check", "--config", config.toString());
  }

  @Test
  void ofNothingGivenItIsAllEmbeddedAndNothingIsStarted() throws IOException {
    Path data = directory.resolve("data");

    Invocation check = check("server: {port: 0}\nembedded: {dataDir: \"" + data + "\"}");

    assertThat(check.code()).as(check.output()).isZero();
    assertThat(check.output())
        .contains("well    mysql.dsn: the embedded database", "well    embedded.dataDir:");
    assertThat(data).doesNotExist();
  }

  @Test
  void ofServicesThatAreThereItTellsHowTheyAre() throws IOException, SQLException {
    try (EmbeddedMariaDb database = EmbeddedMariaDb.temporary();
        EmbeddedRedis cache = EmbeddedRedis.temporary();
        ServerSocket thirdParty = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      try (Connection connection =
              DriverManager.getConnection(
                  database.jdbcUrl("onepass"), database.user(), database.password());
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE user_balances (uid BIGINT PRIMARY KEY, amount FLOAT)");
      }
      String yaml =
          """
          server: {port: 0}
          kingstar: {id: me, token: hush-1}
          api: {payUrl: "http://127.0.0.1:%1$d/p", batchPayBeginUrl: "http://127.0.0.1:%1$d/b",
            batchPayFinishUrl: "http://127.0.0.1:%1$d/f"}
          mysql: {dsn: "%2$s:%3$s@tcp(127.0.0.1:%4$d)/onepass"}
          redis: {addr: "redis://:%5$s@127.0.0.1:%6$d"}
          """
              .formatted(
                  thirdParty.getLocalPort(),
                  database.user(),
                  database.password(),
                  database.port(),
                  cache.password(),
                  cache.port());

      Invocation check = check(yaml);

      assertThat(check.code()).as(check.output()).isEqualTo(1);
      assertThat(check.output())
          .contains(
              "well    api.payUrl: 127.0.0.1 port",
              "MariaDB",
              "wrong   mysql.dsn: amount is float",
              "well    redis.addr: its maxmemory-policy is noeviction")
          .doesNotContain("hush-1", cache.password());
      if (!database.password().isEmpty()) {
        assertThat(check.output()).doesNotContain(database.password());
      }
    }
  }

  @Test
  void whatIsNotThereIsWrongAndACacheAWarning() throws IOException {
    int nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = closed.getLocalPort();
    }
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String yaml =
          """
          server: {port: %1$d}
          api: {payUrl: "https://127.0.0.1:%2$d/p", batchPayBeginUrl: "http://127.0.0.1:%2$d/b",
            batchPayFinishUrl: "http://127.0.0.1:%2$d/f"}
          mysql: {dsn: "root:hush@tcp(127.0.0.1:%2$d)/onepass"}
          redis: {addr: "127.0.0.1:%2$d", password: hush}
          """
              .formatted(taken.getLocalPort(), nobody);

      Invocation check = check(yaml);

      assertThat(check.code()).as(check.output()).isEqualTo(1);
      assertThat(check.output())
          .contains(
              "wrong   server.port: ",
              "wrong   api.payUrl: ",
              "wrong   api.batchPayFinishUrl: ",
              "wrong   mysql.dsn: it does not answer",
              "warning redis.addr: ")
          .doesNotContain("hush", "\tat ");
    }
  }

  @Test
  void aWrongConfigurationIsToldAsByServe() throws IOException {
    Invocation check = check("mysql: {dsn: \"root:hush@tcp(127.0.0.1:3306\"}");

    assertThat(check.code()).isEqualTo(2);
    assertThat(check.errors()).contains("onepass: configuration: mysql.dsn").doesNotContain("hush");
  }
}
