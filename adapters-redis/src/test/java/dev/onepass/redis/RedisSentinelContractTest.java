// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** All contracts on a primary that sentinels name. */
class RedisSentinelContractTest extends SeveralServersContracts {

  private static RedisWithSentinels redis;
  private static RedisAdapter one;
  private static RedisAdapter another;

  @BeforeAll
  static void start() {
    redis = new RedisWithSentinels();
    one = redis.connect(1);
    another = redis.connect(2);
  }

  @AfterAll
  static void stop() {
    another.close();
    one.close();
    redis.close();
  }

  @Override
  RedisAdapter one() {
    return one;
  }

  @Override
  RedisAdapter another() {
    return another;
  }

  @Override
  void flush() {
    redis.flush();
  }

  @Override
  void elapse(Duration duration) {
    redis.elapse(duration);
  }
}
