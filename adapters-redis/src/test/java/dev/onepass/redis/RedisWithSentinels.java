// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.embedded.EmbeddedRedis;
import dev.onepass.embedded.EmbeddedRedisSentinels;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** A primary, a replica and three sentinels, and what they know of each other. */
final class RedisWithSentinels implements AutoCloseable {

  private final EmbeddedRedisSentinels redis = EmbeddedRedisSentinels.temporary();

  RedisWithSentinels() {
    awaitReplica();
  }

  /** Brings back whichever store was killed, and waits until the sentinels could fail over. */
  void restore() {
    redis.stores().stream().filter(store -> !store.isRunning()).forEach(this::restartAsReplica);
    awaitReplica();
  }

  /** It would take itself for the primary until the sentinels correct it, which takes them long. */
  private void restartAsReplica(EmbeddedRedis store) {
    EmbeddedRedis primary = primary();
    store.restart();
    if (store != primary) {
      try (Jedis client = client(store)) {
        client.replicaof(primary.host(), primary.port());
      }
    }
  }

  /** A seed of its own for each client: generations are drawn at random. */
  RedisAdapter connect(long seed) {
    RedisServers servers =
        new RedisServers.Sentinels(
            EmbeddedRedisSentinels.PRIMARY,
            redis.sentinels().stream()
                .map(sentinel -> new RedisAddress(sentinel.host(), sentinel.port()))
                .toList(),
            redis.password());
    Random random = new Random(seed);
    return RedisAdapter.connect(
        new RedisConfig(
            servers,
            RedisLogin.of(redis.password()),
            0,
            RedisConfig.PREFIX,
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            4,
            RedisConfig.NEAR_ACCOUNTS),
        () -> random);
  }

  EmbeddedRedis primary() {
    try (Jedis sentinel = client(redis.sentinels().get(0))) {
      List<String> address = sentinel.sentinelGetMasterAddrByName(EmbeddedRedisSentinels.PRIMARY);
      return redis.stores().stream()
          .filter(store -> store.port() == Integer.parseInt(address.get(1)))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Sentinels fail over only to a replica that they know and that follows. */
  private void awaitReplica() {
    Patience.until(
        "each sentinel knows a replica that follows, and the other sentinels",
        () -> redis.sentinels().stream().allMatch(this::knowsAll));
  }

  private boolean knowsAll(EmbeddedRedis sentinel) {
    try (Jedis client = client(sentinel)) {
      boolean replica =
          client.sentinelReplicas(EmbeddedRedisSentinels.PRIMARY).stream()
              .anyMatch(
                  each ->
                      "ok".equals(each.get("master-link-status"))
                          && "slave".equals(each.get("flags")));
      String others =
          client.sentinelMaster(EmbeddedRedisSentinels.PRIMARY).get("num-other-sentinels");
      return replica && "2".equals(others);
    }
  }

  Jedis client(EmbeddedRedis server) {
    return new Jedis(
        new HostAndPort(server.host(), server.port()),
        DefaultJedisClientConfig.builder().password(redis.password()).build());
  }

  List<EmbeddedRedis> replicas() {
    EmbeddedRedis primary = primary();
    return redis.stores().stream().filter(store -> store != primary).toList();
  }

  void flush() {
    try (Jedis client = client(primary())) {
      client.flushAll();
    }
  }

  void elapse(Duration duration) {
    try (Jedis client = client(primary())) {
      client.eval(RedisServer.ELAPSE, List.of(), List.of(Long.toString(duration.toMillis())));
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
