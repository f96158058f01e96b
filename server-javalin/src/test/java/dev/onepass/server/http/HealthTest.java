// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.testkit.time.ManualTimekeeper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final Duration NOTICE = Duration.ofSeconds(5);

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
            Runnable::run,
            NOTICE);

    readiness.look().join();
    readiness.look().join();
    assertThat(looks).hasValue(1);

    time.advance(Duration.ofSeconds(1));
    readiness.look().join();
    assertThat(looks).hasValue(2);
  }

  @Test
  void aStopIsAnnouncedToWhoeverWatchesBeforeTheDoorCloses() {
    Readiness readiness =
        new Readiness(
            List.of(new Readiness.Dependency("d", true, () -> true)), time, Runnable::run, NOTICE);
    assertThat(readiness.look().join().status()).isEqualTo("ready");

    CompletableFuture<Void> told = readiness.stop();

    assertThat(readiness.look().join().status()).isEqualTo("stopping");
    assertThat(readiness.look().join().ready()).isFalse();
    assertThat(told).isNotDone();
    time.advance(NOTICE);
    assertThat(told).isDone();
  }

  @Test
  void aStopThatNobodyWatchesIsNotHeldUp() {
    Readiness never =
        new Readiness(
            List.of(new Readiness.Dependency("d", true, () -> true)), time, Runnable::run, NOTICE);
    Readiness longAgo =
        new Readiness(
            List.of(new Readiness.Dependency("d", true, () -> true)), time, Runnable::run, NOTICE);
    longAgo.look().join();
    time.advance(Duration.ofMinutes(2));

    assertThat(never.stop()).isDone();
    assertThat(longAgo.stop()).isDone();
  }

  @Test
  void aliveThoughEveryRequestThatMayComeInIsBlocked() throws Exception {
    int places = 300;
    CountDownLatch inside = new CountDownLatch(places);
    CountDownLatch over = new CountDownLatch(1);
    try (Server server = Server.with("LIMITS_CONCURRENCY", "" + places)) {
      server.trouble =
          () -> {
            inside.countDown();
            try {
              over.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          };
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest blocked = HttpRequest.newBuilder(server.uri("/onePass/batchPay")).build();
      List<CompletableFuture<?>> answers = new ArrayList<>();
      try {
        for (int i = 0; i < places; i++) {
          answers.add(client.sendAsync(blocked, BodyHandlers.discarding()));
        }
        inside.await();

        assertThat(server.get("/health/live").status()).isEqualTo(200);
        assertThat(server.get("/health/ready").status()).isEqualTo(200);
        assertThat(server.get("/metrics").status()).isEqualTo(200);
        assertThat(server.get("/onePass/batchPay").status()).isEqualTo(503);
      } finally {
        over.countDown();
      }
      answers.forEach(CompletableFuture::join);
    }
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
            executor,
            NOTICE);

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
