// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.testkit.contract.BalanceCacheContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class JedisBalanceCacheContractTest extends BalanceCacheContract {

  private static RedisServer redis;
  private static RedisAdapter another;

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
  protected BalanceCache cache() {
    return redis.adapter.balances();
  }

  @Override
  protected BalanceCache anotherClient() {
    return another.balances();
  }

  @Override
  protected void loseMemory() {
    redis.client.flushAll();
  }
}
