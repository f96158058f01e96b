// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** All contracts on a cluster of three primaries. */
class RedisClusterContractTest extends SeveralServersContracts {

  private static RedisCluster redis;
  private static RedisAdapter one;
  private static RedisAdapter another;

  @BeforeAll
  static void start(@TempDir Path root) {
    redis = new RedisCluster(root);
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
