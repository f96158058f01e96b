// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.rate.RateLimit;
import dev.onepass.testkit.race.Race;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JedisRateLimitTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final String KEY = "onepass:rate:10.0.0.1";

  private static RedisServer redis;

  private final AtomicLong nanos = new AtomicLong();

  @BeforeAll
  static void start() {
    redis = new RedisServer();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void forgetEverything() {
    redis.client.flushAll();
  }

  @Test
  void aCallerTakesNoMoreRoomThanTheLimitAndIsForgottenAfterAWindow() {
    RateLimit limit = limit(5);
    for (int i = 0; i < 50; i++) {
      limit.admits("10.0.0.1");
      redis.elapse(Duration.ofMinutes(7));
      nanos.addAndGet(Duration.ofMinutes(7).toNanos());
      assertThat(redis.client.llen(KEY)).isLessThanOrEqualTo(5);
    }
    assertThat(redis.client.pttl(KEY)).isBetween(1L, HOUR.toMillis());
    assertThat(redis.client.keys("*")).containsExactly(KEY);

    redis.elapse(HOUR);

    assertThat(redis.client.keys("*")).isEmpty();
  }

  @Test
  void whoIsTurnedAwayIsNotAskedAboutAgainBeforeItsTime() {
    RateLimit limit = limit(1);
    limit.admits("10.0.0.1");
    assertThat(limit.admits("10.0.0.1")).isFalse();

    redis.client.flushAll();

    assertThat(limit.admits("10.0.0.1")).as("not asked").isFalse();
    assertThat(limit.admits("10.0.0.2")).as("another caller").isTrue();
    nanos.addAndGet(HOUR.toNanos());
    assertThat(limit.admits("10.0.0.1")).as("asked").isTrue();
  }

  @Test
  void thoseTurnedAwayAreForgotten() {
    JedisRateLimit limit = redis.adapter.rateLimit(1, HOUR, nanos::get);
    for (int i = 0; i < 100; i++) {
      limit.admits("caller " + i);
      limit.admits("caller " + i);
    }
    assertThat(limit.closed()).isEqualTo(100);

    nanos.addAndGet(HOUR.toNanos());
    limit.admits("another");

    assertThat(limit.closed()).isZero();
  }

  /** As after a failover to a server whose clock is behind: a count of the future says nothing. */
  @Test
  void aClockThatWasSetBackBeginsTheCountAnew() {
    redis.client.rpush(KEY, "1", "99999999999999999");

    assertThat(limit(1).admits("10.0.0.1")).isTrue();
    assertThat(limit(1).admits("10.0.0.1")).isFalse();
    assertThat(redis.client.llen(KEY)).isEqualTo(1);
  }

  @Test
  void nodesOfDifferentLimitsEachKeepToTheirOwn() {
    RateLimit strict = limit(2);
    RateLimit generous = limit(4);

    assertThat(List.of(strict.admits("10.0.0.1"), strict.admits("10.0.0.1")))
        .containsExactly(true, true);
    assertThat(strict.admits("10.0.0.1")).isFalse();
    assertThat(List.of(generous.admits("10.0.0.1"), generous.admits("10.0.0.1")))
        .containsExactly(true, true);
    assertThat(generous.admits("10.0.0.1")).isFalse();
  }

  /** By the real clocks: all that four callers at once can get through in so much time. */
  @Test
  void noWindowOfRealTimeHoldsMoreThanTheLimit() {
    Duration window = Duration.ofMillis(200);
    RateLimit limit = redis.adapter.rateLimit(10, window);
    AtomicLong admitted = new AtomicLong();
    long start = System.nanoTime();

    Race.of(
        4,
        number ->
            () -> {
              while (System.nanoTime() - start < 4 * window.toNanos()) {
                admitted.addAndGet(limit.admits("10.0.0.1") ? 1 : 0);
              }
              return true;
            });

    long windowsBegun = (System.nanoTime() - start) / window.toNanos() + 1;
    assertThat(admitted.get()).isBetween(10L, 10 * windowsBegun);
  }

  @Test
  void whileRedisIsGoneItSaysSoAndAfterwardsCountsAgain() {
    try (RedisServer own = new RedisServer()) {
      RateLimit limit = own.adapter.rateLimit(2, HOUR, nanos::get);
      assertThat(limit.admits("10.0.0.1")).isTrue();

      own.server.kill();
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> limit.admits("10.0.0.1"))
            .isInstanceOf(UnavailableException.class)
            .hasMessageContaining("count a request");
      }

      own.server.restart();
      own.awaitAnswer();
      assertThat(limit.admits("10.0.0.2")).isTrue();
      assertThat(limit.admits("10.0.0.2")).isTrue();
      assertThat(limit.admits("10.0.0.2")).isFalse();
    }
  }

  @Test
  void noRequestsOrNoTimeAreNoLimit() {
    assertThatIllegalArgumentException().isThrownBy(() -> limit(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> redis.adapter.rateLimit(1, Duration.ofNanos(1)));
  }

  private RateLimit limit(int requests) {
    return redis.adapter.rateLimit(requests, HOUR, nanos::get);
  }
}
