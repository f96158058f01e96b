// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.rate.RateLimit;
import dev.onepass.testkit.contract.RateLimitContract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class JedisRateLimitContractTest extends RateLimitContract {

  private static RedisServer redis;
  private static RedisAdapter another;

  private final AtomicLong elapsedNanos = new AtomicLong();
  private final RateLimit limit = limitOf(redis.adapter);
  private final RateLimit ofAnotherNode = limitOf(another);

  @BeforeAll
  static void start() {
    redis = new RedisServer();
    another = redis.connect(0);
  }

  @AfterAll
  static void stop() {
    another.close();
    redis.close();
  }

  @BeforeEach
  void forgetEverything() {
    redis.client.flushAll();
  }

  @Override
  protected RateLimit limit() {
    return limit;
  }

  @Override
  protected RateLimit anotherNode() {
    return ofAnotherNode;
  }

  @Override
  protected void elapse(Duration duration) {
    redis.elapse(duration);
    elapsedNanos.addAndGet(duration.toNanos());
  }

  private RateLimit limitOf(RedisAdapter adapter) {
    return adapter.rateLimit(REQUESTS, WINDOW, () -> System.nanoTime() + elapsedNanos.get());
  }
}
