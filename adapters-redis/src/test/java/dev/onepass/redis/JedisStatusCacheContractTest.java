// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.cache.StatusCache;
import dev.onepass.testkit.contract.StatusCacheContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class JedisStatusCacheContractTest extends StatusCacheContract {

  private static RedisServer redis;

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

  @Override
  protected StatusCache cache() {
    return redis.adapter.statuses();
  }

  @Override
  protected void elapse(Duration duration) {
    redis.elapse(duration);
  }
}
