// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.embedded.EmbeddedMariaDb;
import dev.onepass.embedded.EmbeddedRedis;
import dev.onepass.server.config.ConfigLoader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one database and one Redis, and a caller who turns from one to the other. */
class SharedRateLimitIT {

  private static final int PER_SECOND = 2;
  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  /** When a request was sent and answered: at some time in between it was admitted. */
  private record Admitted(long sentNanos, long answeredNanos) {}

  @Test
  @Timeout(300)
  void twoServersAdmitTogetherWhatOneMay() throws Exception {
    try (EmbeddedMariaDb database = EmbeddedMariaDb.temporary();
        EmbeddedRedis redis = EmbeddedRedis.temporary();
        OnePassServer one = server(database, redis);
        OnePassServer other = server(database, redis)) {
      List<Admitted> admitted = new ArrayList<>();
      int refusedByOne = 0;
      int refusedByOther = 0;
      while (admitted.size() < 8 || refusedByOne == 0 || refusedByOther == 0) {
        refusedByOne += ask(one, admitted);
        refusedByOther += ask(other, admitted);
      }

      for (int i = PER_SECOND; i < admitted.size(); i++) {
        long atMost = admitted.get(i).answeredNanos() - admitted.get(i - PER_SECOND).sentNanos();
        assertThat(atMost)
            .as("three within a second, up to the %sth", i)
            .isGreaterThan(SECOND_NANOS);
      }

      redis.kill();
      for (OnePassServer server : List.of(one, other)) {
        List<Admitted> withoutRedis = new ArrayList<>();
        int refused = 0;
        while (withoutRedis.isEmpty() || refused == 0) {
          refused += ask(server, withoutRedis);
        }
      }
    }
  }

  /** One if the request was refused, which is the only other answer there may be. */
  private int ask(OnePassServer server, List<Admitted> admitted) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/onePass/batchPay");
    long sent = System.nanoTime();
    int status =
        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
    assertThat(status).isIn(200, 429);
    if (status == 200) {
      admitted.add(new Admitted(sent, System.nanoTime()));
    }
    return status == 429 ? 1 : 0;
  }

  private OnePassServer server(EmbeddedMariaDb database, EmbeddedRedis redis) {
    String dsn =
        "%s:%s@tcp(%s:%d)/onepass?charset=utf8mb4"
            .formatted(database.user(), database.password(), database.host(), database.port());
    return OnePassServer.start(
        ConfigLoader.load(
            Optional.empty(),
            Map.of(
                "ONEPASS_SERVER_PORT",
                "0",
                "ONEPASS_MYSQL_DSN",
                dsn,
                "ONEPASS_REDIS_ADDR",
                redis.host() + ":" + redis.port(),
                "ONEPASS_REDIS_PASSWORD",
                redis.password(),
                "ONEPASS_LIMITS_RATEPERSECOND",
                Integer.toString(PER_SECOND),
                "ONEPASS_EMBEDDED_DATADIR",
                directory.toString())));
  }
}
