// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.testkit.time.ManualTimekeeper;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthTest {

  private final ManualTimekeeper time = new ManualTimekeeper();

  @Test
  void aHeadIsAnsweredAsItsGetIs() {
    try (Server head = Server.with()) {
      for (String path : List.of("/health", "/onePass/batchPay", "/metrics", "/console")) {
        assertThat(head.send("HEAD", path, BodyPublishers.noBody()).status())
            .as(path)
            .isEqualTo(200);
      }
    }
  }

  @Test
  void readyWhileAllThatIsNeededIsThere() {
    try (Server server = Server.with()) {
      Server.Answer answer = server.get("/health/ready");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("status").asText()).isEqualTo("ready");
      assertThat(answer.json().get("dependencies").get("database").asText()).isEqualTo("up");
      assertThat(answer.json().get("dependencies").get("cache").asText()).isEqualTo("down");
    }
  }

  @Test
  void notReadyWithoutTheDatabaseButAlive() {
    try (Server server = Server.with()) {
      server.databaseUp.set(false);

      Server.Answer answer = server.get("/health/ready");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().get("dependencies").get("database").asText()).isEqualTo("down");
      assertThat(server.get("/health/live").status()).isEqualTo(200);
      assertThat(server.get("/health").status()).isEqualTo(200);
    }
  }

  @Test
  void dependenciesAreLookedAtOnceASecond() {
    var looks = new AtomicInteger();
    var readiness =
        new Readiness(
            List.of(new Readiness.Dependency("d", true, () -> looks.incrementAndGet() > 0)),
            time,
            Runnable::run);

    readiness.look().join();
    readiness.look().join();
    assertThat(looks).hasValue(1);

    time.advance(Duration.ofSeconds(1));
    readiness.look().join();
    assertThat(looks).hasValue(2);
  }

  @Test
  void whatThrowsOrNeverAnswersIsDown() {
    var never = new CompletableFuture<Boolean>();
    var executor = Executors.newCachedThreadPool();
    var readiness =
        new Readiness(
            List.of(
                new Readiness.Dependency("silent", false, never::join),
                new Readiness.Dependency(
                    "throws",
                    true,
                    () -> {
                      throw new IllegalStateException("down");
                    })),
            time,
            executor);

    Readiness.State state = readiness.look().join();

    assertThat(state.ready()).isFalse();
    assertThat(state.dependencies()).isEqualTo(Map.of("silent", "down", "throws", "down"));
    never.complete(true);
    executor.shutdown();
  }

  @Test
  void metricsCountRequestsByRoute() {
    String counted =
        "onepass_http_requests_seconds_count{route=\"/onePass/batchPay/{id}\",status=\"404\"} 2";
    try (Server server = Server.with()) {
      server.get("/onePass/batchPay/b-1");
      server.get("/onePass/batchPay/b-2");
      // A request is counted when its answer is out, which is just after it was read.
      String text = "";
      for (int tries = 0; tries < 1_000 && !text.contains(counted); tries++) {
        text = server.get("/metrics").text();
      }

      assertThat(text).contains(counted);
      assertThat(server.get("/metrics").text()).doesNotContain("b-1");
      assertThat(server.get("/metrics").header("Content-Type").orElseThrow())
          .startsWith("text/plain");
    }
  }
}
