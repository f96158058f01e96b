// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.embedded.EmbeddedRedis;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A primary, a replica and three sentinels as processes, of which the primary is killed. */
class RedisSentinelTest {

  private static RedisWithSentinels redis;

  @BeforeAll
  static void start() {
    redis = new RedisWithSentinels();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  /** No test inherits what another broke. */
  @BeforeEach
  void restore() {
    redis.restore();
  }

  @Test
  void aFailoverUnderLoadServesNothingStale() throws InterruptedException, ExecutionException {
    try (RedisAdapter adapter = redis.connect(1);
        CacheUnderLoad load = new CacheUnderLoad(adapter)) {
      load.awaitService();
      EmbeddedRedis primary = redis.primary();

      primary.kill();
      load.awaitService();

      assertThat(redis.primary().port()).isNotEqualTo(primary.port());
      assertThat(load.outages()).isPositive();
      redis.restore();
      load.awaitService();
      load.finish();
    }
  }

  @Test
  void aPromotedReplicaForgetsWhatItsPrimaryKnew() {
    Uid uid = new Uid(7_001);
    try (RedisAdapter adapter = redis.connect(1)) {
      BalanceCache cache = adapter.balances();
      cache.put(List.of(new Balance(uid, Money.of("1.00"), 1)), cache.generation());
      EmbeddedRedis before = redis.primary();
      Patience.until(
          "the replica has the balance",
          () -> redis.replicas().stream().allMatch(replica -> has(replica, uid)));

      before.kill();
      Patience.until("another is primary", () -> redis.primary().port() != before.port());
      assertThat(has(redis.primary(), uid)).isTrue();
      try (RedisAdapter fresh = redis.connect(2)) {
        assertThat(firstAnswer(fresh, uid)).isEmpty();
      }
    }
  }

  /**
   * What it says once it says anything: a client may ask a sentinel that has not heard of the
   * change yet, even after it has reached the new primary.
   */
  private static Map<Uid, Balance> firstAnswer(RedisAdapter adapter, Uid uid) {
    AtomicReference<Map<Uid, Balance>> answer = new AtomicReference<>();
    Patience.until(
        "the new primary answers",
        () -> {
          try {
            answer.set(adapter.balances().view(List.of(uid)).found());
            return true;
          } catch (UnavailableException notYet) {
            return false;
          }
        });
    return answer.get();
  }

  private static boolean has(EmbeddedRedis store, Uid uid) {
    try (Jedis client = redis.client(store)) {
      return client.exists("onepass:balance:" + uid);
    }
  }
}
