// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.embedded.EmbeddedRedis;
import dev.onepass.ports.error.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
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
    return connect(config(server.password(), database));
  }

  /** The same, but keeping balances in this process; returns when it does. */
  RedisAdapter connectNear(int accounts) {
    RedisAdapter near = connect(config(server.password(), 0).withNearAccounts(accounts));
    Patience.until("balances are kept near", near::isNear);
    return near;
  }

  private static RedisAdapter connect(RedisConfig config) {
    Random random = new Random(config.database());
    return RedisAdapter.connect(config, () -> random);
  }

  RedisConfig config(String password, int database) {
    return new RedisConfig(
        new RedisServers.Single(new RedisAddress(server.host(), server.port())),
        RedisLogin.of(password),
        database,
        RedisConfig.PREFIX,
        Duration.ofMillis(500),
        Duration.ofMillis(500),
        4,
        0);
  }

  /** Lets what is in Redis grow older, without anyone waiting for it. */
  void elapse(Duration duration) {
    client.eval(ELAPSE, List.of(), List.of(Long.toString(duration.toMillis())));
  }

  /** Stops or continues the process of the server. */
  void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(server.pid())).start().waitFor();
  }

  /** Breaks off all connections. */
  void dropConnections() {
    try (Jedis own = own()) {
      own.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "normal");
    }
  }

  /** Deletes all keys; does so after a restart, too. */
  void forgetEverything() {
    try (Jedis own = own()) {
      own.flushAll();
    }
  }

  private Jedis own() {
    return new Jedis(server.uri());
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
