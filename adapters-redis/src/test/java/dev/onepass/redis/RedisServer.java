// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.embedded.EmbeddedRedis;
import dev.onepass.ports.error.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.RedisClient;

/** A real Redis of a test's own, the adapter on it, and a plain client to look and meddle with. */
final class RedisServer implements AutoCloseable {

  /**
   * Takes so many ms from the time that each key has left, and deletes those that have none. The
   * lists of rate limits are of times, which become so much earlier.
   */
  static final String ELAPSE =
      """
      for _, key in ipairs(redis.call('KEYS', '*')) do
        local left = redis.call('PTTL', key)
        if left >= 0 and left <= tonumber(ARGV[1]) then
          redis.call('DEL', key)
        elseif left >= 0 then
          redis.call('PEXPIRE', key, left - ARGV[1])
          if redis.call('TYPE', key).ok == 'list' then
            for i = 0, redis.call('LLEN', key) - 1 do
              local earlier = redis.call('LINDEX', key, i) - 1000 * ARGV[1]
              redis.call('LSET', key, i, string.format('%.0f', earlier))
            end
          end
        end
      end
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final EmbeddedRedis server;
  final RedisAdapter adapter;
  final RedisClient client;

  RedisServer() {
    this(EmbeddedRedis.temporary());
  }

  RedisServer(EmbeddedRedis server) {
    this.server = server;
    this.adapter = connect(0);
    this.client = RedisClient.create(server.uri());
  }

  /** One more client of the same server, as another node would be. */
  RedisAdapter connect(int database) {
    Random random = new Random(database);
    return RedisAdapter.connect(config(server.password(), database), () -> random);
  }

  RedisConfig config(String password, int database) {
    return new RedisConfig(
        new RedisServers.Single(new RedisAddress(server.host(), server.port())),
        RedisLogin.of(password),
        database,
        RedisConfig.PREFIX,
        Duration.ofMillis(500),
        Duration.ofMillis(500),
        4);
  }

  /** Lets what is in Redis grow older, without anyone waiting for it. */
  void elapse(Duration duration) {
    client.eval(ELAPSE, List.of(), List.of(Long.toString(duration.toMillis())));
  }

  /** Returns once the adapter has found out that Redis answers. */
  void awaitAnswer() {
    long start = System.nanoTime();
    while (!answers()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("Redis does not come back");
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private boolean answers() {
    try {
      adapter.ping();
      return true;
    } catch (UnavailableException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
    adapter.close();
    server.close();
  }
}
