// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.testkit.contract.BalanceCacheContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Of two processes that keep balances near, each must see at once what the other changes. */
class NearBalanceCacheContractTest extends BalanceCacheContract {

  private static RedisServer redis;
  private static RedisAdapter one;
  private static RedisAdapter another;

  @BeforeAll
  static void start() {
    redis = new RedisServer();
    one = redis.connectNear(10_000);
    another = redis.connectNear(10_000);
  }

  @AfterAll
  static void stop() {
    another.close();
    one.close();
    redis.close();
  }

  @BeforeEach
  void forgetEverything() {
    redis.client.flushAll();
  }

  @Override
  protected BalanceCache cache() {
    return one.balances();
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
