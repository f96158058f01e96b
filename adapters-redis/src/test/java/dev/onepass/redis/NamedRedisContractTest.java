// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.Jedis;

/** All contracts on the server that the environment names, which loses all it holds. */
class NamedRedisContractTest extends SeveralServersContracts {

  private static final String VARIABLE = "ONEPASS_TEST_REDIS";

  private static Jedis client;
  private static RedisAdapter one;
  private static RedisAdapter another;

  @BeforeAll
  static void start() {
    String address = System.getenv(VARIABLE);
    assumeTrue(address != null, VARIABLE + " names no server, as 127.0.0.1:6379 would");
    Random seeds = new Random(1);
    RedisConfig config = RedisConfig.of(address, "", 0).withPrefix("onepass-test:");
    RedisAddress server = RedisAddress.of(address);
    client = new Jedis(server.host(), server.port());
    one = RedisAdapter.connect(config, () -> seeds);
    another = RedisAdapter.connect(config, () -> seeds);
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      another.close();
      one.close();
      client.close();
    }
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
    client.flushAll();
  }

  @Override
  void elapse(Duration duration) {
    client.eval(RedisServer.ELAPSE, List.of(), List.of(Long.toString(duration.toMillis())));
  }
}
