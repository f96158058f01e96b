// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
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
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LimitsTest {

  private static final InetAddress CLIENT = address(10, 0, 0, 1);

  private final AtomicLong nanos = new AtomicLong(-5);

  @Test
  void noSecondHoldsMoreThanTheRate() {
    long seed = 20240723;
    var random = new Random(seed);
    var limit = new RateLimit(7, nanos::get);
    Deque<Long> admitted = new ArrayDeque<>();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      nanos.addAndGet(random.nextLong(MILLISECONDS.toNanos(150)));
      while (!admitted.isEmpty() && nanos.get() - admitted.peek() >= SECONDS.toNanos(1)) {
        admitted.remove();
      }

      boolean expected = admitted.size() < 7;
      assertThat(limit.admits(CLIENT)).as("seed %s step %s", seed, i).isEqualTo(expected);
      if (expected) {
        admitted.add(nanos.get());
      } else {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void clientsDoNotDisturbEachOther() {
    var limit = new RateLimit(1, nanos::get);

    assertThat(limit.admits(CLIENT)).isTrue();
    assertThat(limit.admits(CLIENT)).isFalse();
    assertThat(limit.admits(address(10, 0, 0, 2))).isTrue();
  }

  @Test
  void anIpv6CustomerIsOneClient() throws UnknownHostException {
    var limit = new RateLimit(1, nanos::get);

    assertThat(limit.admits(InetAddress.getByName("2001:db8:0:1::1"))).isTrue();
    assertThat(limit.admits(InetAddress.getByName("2001:db8:0:1:ffff::9"))).isFalse();
    assertThat(limit.admits(InetAddress.getByName("2001:db8:0:2::1"))).isTrue();
  }

  @Test
  void silentClientsAreForgotten() {
    var limit = new RateLimit(5, nanos::get);
    for (int i = 0; i < 1_000; i++) {
      limit.admits(address(10, 1, i / 256, i % 256));
    }
    assertThat(limit.clients()).isEqualTo(1_000);

    nanos.addAndGet(SECONDS.toNanos(6));
    limit.admits(CLIENT);

    assertThat(limit.clients()).isEqualTo(1);
  }

  @Test
  void zeroIsNoLimit() {
    var rate = new RateLimit(0, nanos::get);
    var concurrency = new ConcurrencyLimit(0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(rate.admits(CLIENT)).isTrue();
      assertThat(concurrency.tryEnter()).isPresent();
    }
    assertThat(rate.clients()).isZero();
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
  @Timeout(60)
  void tooManyRequestsAtOnceAreTurnedAwayUntilOneLeaves() {
    try (Server server = Server.with("LIMITS_CONCURRENCY", "1")) {
      server.thirdParty.deposit(new Uid(1), Money.of("1.00"));
      server.thirdParty.script(payment -> Fate.lostOnTheWay(PayAnswer.Cause.TIMEOUT));
      HttpRequest waiting =
          HttpRequest.newBuilder(server.uri("/onePass/batchPay"))
              .header("Prefer", "wait=600")
              .POST(BodyPublishers.ofString("{\"batchPayId\":\"b\",\"uids\":[1]}"))
              .build();
      var answered = HttpClient.newHttpClient().sendAsync(waiting, BodyHandlers.ofString());

      // Once the batch is being swept its caller waits inside, and holds the only place.
      while (server.thirdParty.calls() == 0) {
        Thread.onSpinWait();
      }
      Server.Answer answer = server.get("/onePass/batchPay");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.error()).isEqualTo("OVERLOADED");
      assertThat(server.get("/health").status()).isEqualTo(200);

      server.thirdParty.script(payment -> Fate.FAIR);
      assertThat(answered.join().statusCode()).isEqualTo(200);
      while (answer.status() == 503) {
        answer = server.get("/onePass/batchPay");
      }
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  private static InetAddress address(int... parts) {
    byte[] bytes = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = (byte) parts[i];
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
