// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.memory.Fate;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LimitsTest {

  @Test
  void anIpv6CustomerIsOneClient() throws UnknownHostException {
    String one = ClientAddress.name(InetAddress.getByName("2001:db8:0:1::1"));

    assertThat(ClientAddress.name(InetAddress.getByName("2001:db8:0:1:ffff::9"))).isEqualTo(one);
    assertThat(ClientAddress.name(InetAddress.getByName("2001:db8:0:2::1"))).isNotEqualTo(one);
    assertThat(ClientAddress.name(InetAddress.getByName("10.0.0.1"))).isEqualTo("10.0.0.1");
  }

  @Test
  void zeroIsNoLimit() {
    var concurrency = new ConcurrencyLimit(0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(concurrency.tryEnter()).isPresent();
    }
  }

  @Test
  void aPlaceIsGivenBackOnce() {
    var limit = new ConcurrencyLimit(1);
    var permit = limit.tryEnter().orElseThrow();
    assertThat(limit.tryEnter()).isEmpty();

    permit.release();
    permit.release();

    assertThat(limit.tryEnter()).isPresent();
    assertThat(limit.tryEnter()).isEmpty();
  }

  @Test
  void tooManyRequestsOfOneClientAreTurnedAway() {
    try (Server server = Server.with("LIMITS_RATEPERSECOND", "3")) {
      Server.Answer answer = null;
      for (int i = 0; i < 4; i++) {
        answer = server.get("/onePass/batchPay");
      }

      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.error()).isEqualTo("RATE_LIMITED");
      assertThat(answer.header("Retry-After")).contains("1");
      assertThat(server.get("/health").status()).isEqualTo(200);
      assertThat(server.get("/health/ready").status()).isEqualTo(200);
    }
  }

  @Test
  void monitoringIsNeverTurnedAway() {
    try (Server server = Server.with("LIMITS_RATEPERSECOND", "1")) {
      for (int i = 0; i < 5; i++) {
        assertThat(server.get("/metrics").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void tooManyRequestsAtOnceAreTurnedAwayUntilOneLeaves() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (Server server = Server.with("LIMITS_CONCURRENCY", "1")) {
      server.trouble =
          () -> {
            inside.countDown();
            awaitQuietly(over);
          };
      CompletableFuture<Server.Answer> first =
          CompletableFuture.supplyAsync(() -> server.get("/onePass/batchPay"));
      inside.await();

      Server.Answer answer = server.get("/onePass/batchPay");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.error()).isEqualTo("OVERLOADED");
      assertThat(server.get("/health").status()).isEqualTo(200);
      assertThat(server.get("/metrics").status()).isEqualTo(200);

      over.countDown();
      assertThat(first.join().status()).isEqualTo(200);
      while (answer.status() == 503) {
        answer = server.get("/onePass/batchPay");
      }
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  void whoeverWaitsForTheEndOfABatchHoldsNoPlace() {
    try (Server server = Server.with("LIMITS_CONCURRENCY", "1")) {
      server.thirdParty.deposit(new Uid(1), Money.of("1.00"));
      server.thirdParty.script(payment -> Fate.lostOnTheWay(PayAnswer.Cause.TIMEOUT));
      HttpRequest waiting =
          HttpRequest.newBuilder(server.uri("/onePass/batchPay"))
              .header("Prefer", "wait=600")
              .POST(BodyPublishers.ofString("{\"batchPayId\":\"b\",\"uids\":[1]}"))
              .build();
      CompletableFuture<HttpResponse<String>> answered =
          HttpClient.newHttpClient().sendAsync(waiting, BodyHandlers.ofString());

      // The batch is being swept, so its caller is inside.
      while (server.thirdParty.calls() == 0) {
        Thread.onSpinWait();
      }
      Server.Answer answer = server.get("/onePass/batchPay");
      while (answer.status() == 503) {
        answer = server.get("/onePass/batchPay");
      }
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answered).isNotDone();

      server.thirdParty.script(payment -> Fate.FAIR);
      assertThat(answered.join().statusCode()).isEqualTo(200);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
