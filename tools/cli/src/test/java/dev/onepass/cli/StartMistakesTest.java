// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistake of an operator is told in one line that names the key, with no trace and no secret. */
class StartMistakesTest {

  @TempDir private Path directory;

  private Invocation serve(String yaml) throws IOException {
    Path config = directory.resolve("config.yaml");
    Files.writeString(
        config, yaml + "\nembedded: {dataDir: \"" + directory.resolve("data") + "\"}\n", UTF_8);
    return Invocation.of("serve", "--config", config.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mysql.dsn | mysql: {dsn: \"root:hush@tcp(127.0.0.1:3306\"}",
        "mysql.dsn | mysql: {dsn: \"root:hush@tcp(127.0.0.1:3306)\"}",
        "mysql.dsn | mysql: {dsn: \"root:hush@tcp(127.0.0.1:99999)/onepass\"}",
        "redis | redis: {addr: \"127.0.0.1:99999\", password: hush}",
        "redis | redis: {addr: \"redis://hush@127.0.0.1:6379\"}",
        "redis | redis: {addr: \"hush@127.0.0.1:6379\"}",
        "redis | redis: {addr: \"unix:///run/hush.sock\"}",
        "redis | redis: {addr: \"redis://:hush@127.0.0.1:6379/1\", db: 2}",
        "redis | redis: {addr: \"redis://:hush@127.0.0.1:6379\", password: hushhush}",
        "redis | redis: {addr: \"127.0.0.1:6379\", prefix: \"a b\", password: hush}",
        "mysql.dsn | mysql: {dsn: \"root:hush@unix(/run/mysqld.sock)/onepass\"}",
        "mysql.dsn | mysql: {dsn: \"root:hush@tcp(127.0.0.1:3306)/onepass?parsTime=true\"}",
        "mysql.dsn | mysql: {dsn: \"root:hush@tcp(127.0.0.1:3306)/onepass?tls=ours\"}",
        "mysql.dsn | mysql: {dsn: \"root:hush@tcp(127.0.0.1:3306)/onepass?timeout=10\"}",
        "mysql.dsn | mysql: {dsn: \"jdbc:postgresql://127.0.0.1/onepass?password=hush\"}",
        "mysql.dsn | mysql: {dsn: \"jdbc:mysql://root:hush@127.0.0.1/onepass\"}",
        "mysql.dsn | mysql: {dsn: \"\"}",
        "server.port | server: {port: 65536}",
        "server.port | server: {port: tcp}",
        "server.bind | server: {bind: 0.0.0.0}",
        "server.baseUrl | server: {baseUrl: \"172.16.0.7:40008\"}",
        "api.payUrl | api: {payUrl: \"thirdparty/pay\", batchPayBeginUrl: \"http://x/b\", batchPayFinishUrl: \"http://x/f\"}",
        "api.batchPayFinishUrl | api: {payUrl: \"http://x/p\", batchPayBeginUrl: \"http://x/b\"}",
        "api.finishStyle | api: {finishStyle: xml}",
        "api.maxPayAmount | api: {maxPayAmount: 0.001}",
        "batch.minConcurrency | batch: {minConcurrency: 61}",
        "batch.fastPhase | batch: {fastPhase: soon}",
        "limits.shared | limits: {shared: true}",
        "transfer.maxAmount | transfer: {maxAmount: lots}",
        "redis.db | redis: {db: zero, password: hush}",
        "kingstar | kingstar: {id: a, token: \"hush\u00e9\"}\\napi: {payUrl: \"http://127.0.0.1:1/p\","
            + " batchPayBeginUrl: \"http://127.0.0.1:1/b\", batchPayFinishUrl: \"http://127.0.0.1:1/f\"}",
      })
  void whatCannotBeReadIsToldBeforeAnythingIsStarted(String key, String yaml) throws IOException {
    Invocation serve = serve(yaml.replace("\\n", "\n"));

    assertThat(serve.code()).as(serve.errors()).isEqualTo(2);
    assertThat(serve.errors())
        .contains("onepass: configuration: ", key)
        .doesNotContain("hush", "\tat ", "a bug");
    assertThat(directory.resolve("data")).doesNotExist();
  }

  @Test
  void aPortThatIsTakenIsTold() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Invocation serve = serve("server: {port: " + taken.getLocalPort() + "}");

      assertThat(serve.code()).as(serve.errors()).isEqualTo(1);
      assertThat(serve.errors())
          .contains("onepass: server.port: ", String.valueOf(taken.getLocalPort()))
          .doesNotContain("\tat ", "a bug");
      assertThat(serve.errors().lines().filter(line -> line.startsWith("onepass: "))).hasSize(1);
    }
  }
}
