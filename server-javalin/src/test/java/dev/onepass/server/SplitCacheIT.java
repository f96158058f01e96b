// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.embedded.EmbeddedMariaDb;
import dev.onepass.embedded.EmbeddedRedis;
import dev.onepass.embedded.FaultyNetwork;
import dev.onepass.server.config.ConfigLoader;
import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.ThirdPartySimulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers share a database and a Redis, and one of them loses its way to Redis. */
class SplitCacheIT {

  private static final long BOUND_NANOS = Duration.ofSeconds(2).toNanos();

  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  @Timeout(300)
  void whatAServerWithoutRedisChangesTheOtherTellsTwoSecondsLater() throws Exception {
    try (EmbeddedMariaDb database = EmbeddedMariaDb.temporary();
        EmbeddedRedis redis = EmbeddedRedis.temporary();
        FaultyNetwork network = FaultyNetwork.to(redis.host(), redis.port());
        ThirdPartySimulator thirdParty = ThirdPartySimulator.start(SimulatorOptions.defaults());
        OnePassServer cutOff = server(database, redis, network.port(), thirdParty);
        OnePassServer other = server(database, redis, redis.port(), thirdParty)) {
      thirdParty.fund(1, 100_000);
      thirdParty.fund(2, 100_000);
      post(cutOff, "batchPay", "{\"batchPayId\":\"b\",\"uids\":[1,2]}", "Prefer", "wait=60");
      assertThat(balances(other)).contains("1000.00");

      network.goDown();
      for (int trades = 1; trades <= 5; trades++) {
        String trade = "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"1.00\"}";
        assertThat(post(cutOff, "userTrade", trade, "Idempotency-Key", "t" + trades))
            .contains("\"code\":200");
        awaitInTime(other, 1000 + trades + ".00");
      }
      network.comeBack();

      assertThat(balances(cutOff)).contains("995.00", "1005.00");
      assertThat(balances(other)).contains("995.00", "1005.00");
    }
  }

  /** Asks until it is told, and takes no other answer to a question asked after the bound. */
  private void awaitInTime(OnePassServer server, String amount) throws Exception {
    long told = System.nanoTime();
    long asked;
    String answer;
    do {
      asked = System.nanoTime();
      answer = balances(server);
      assertThat(asked - told < BOUND_NANOS || answer.contains(amount))
          .as("%s, asked %s ms after the trade", answer, (asked - told) / 1_000_000)
          .isTrue();
    } while (!answer.contains(amount));
    assertThat(balances(server)).as("once told, told always").contains(amount);
  }

  private String balances(OnePassServer server) throws Exception {
    return post(server, "queryUserAmount", "[1, 2]");
  }

  private String post(OnePassServer server, String route, String body, String... headers)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/onePass/" + route);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString()).body();
  }

  private OnePassServer server(
      EmbeddedMariaDb database, EmbeddedRedis redis, int port, ThirdPartySimulator thirdParty) {
    String dsn =
        "%s:%s@tcp(%s:%d)/onepass?charset=utf8mb4"
            .formatted(database.user(), database.password(), database.host(), database.port());
    return OnePassServer.start(
        ConfigLoader.load(
            Optional.empty(),
            Map.of(
                "ONEPASS_SERVER_PORT", "0",
                "ONEPASS_MYSQL_DSN", dsn,
                "ONEPASS_REDIS_ADDR", "127.0.0.1:" + port,
                "ONEPASS_REDIS_PASSWORD", redis.password(),
                "ONEPASS_LIMITS_RATEPERSECOND", "0",
                "ONEPASS_EMBEDDED_DATADIR", directory.toString(),
                "ONEPASS_API_PAYURL", thirdParty.payUri().toString(),
                "ONEPASS_API_BATCHPAYBEGINURL", thirdParty.batchPayBeginUri().toString(),
                "ONEPASS_API_BATCHPAYFINISHURL", thirdParty.batchPayFinishUri().toString())));
  }
}
