// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.MigrateParams;

/** A real cluster of three primaries and one replica of the first, put together by commands. */
final class RedisCluster implements AutoCloseable {

  static final int SLOTS = 16_384;
  private static final int PRIMARIES = 3;

  final List<EmbeddedRedis> servers = new ArrayList<>();
  private final String password = UUID.randomUUID().toString();

  RedisCluster(Path root) {
    for (int i = 0; i <= PRIMARIES; i++) {
      servers.add(
          EmbeddedRedis.startOneOfSeveral(
              root.resolve("node-" + i),
              password,
              List.of(
                  "cluster-enabled yes",
                  "cluster-node-timeout 3000",
                  "cluster-replica-validity-factor 0")));
    }
    for (int i = 0; i < PRIMARIES; i++) {
      int[] slots = IntStream.range(SLOTS * i / PRIMARIES, SLOTS * (i + 1) / PRIMARIES).toArray();
      try (Jedis node = node(i)) {
        node.clusterAddSlots(slots);
      }
    }
    for (int i = 1; i <= PRIMARIES; i++) {
      try (Jedis node = node(0)) {
        node.clusterMeet(servers.get(i).host(), servers.get(i).port());
      }
    }
    Patience.until("all know each other", () -> all("cluster_known_nodes:4", "cluster_state:ok"));
    try (Jedis replica = node(PRIMARIES)) {
      replica.clusterReplicate(id(0));
    }
    Patience.until("the replica follows", () -> info(PRIMARIES).contains("master_link_status:up"));
  }

  RedisAdapter connect(long seed) {
    Random random = new Random(seed);
    RedisConfig config =
        new RedisConfig(
            new RedisServers.Cluster(servers.stream().map(RedisCluster::address).toList()),
            RedisLogin.of(password),
            0,
            RedisConfig.PREFIX,
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            4,
            RedisConfig.NEAR_ACCOUNTS);
    return RedisAdapter.connect(config, () -> random);
  }

  private static RedisAddress address(EmbeddedRedis server) {
    return new RedisAddress(server.host(), server.port());
  }

  Jedis node(int number) {
    EmbeddedRedis server = servers.get(number);
    return new Jedis(
        new HostAndPort(server.host(), server.port()),
        DefaultJedisClientConfig.builder().password(password).build());
  }

  String id(int number) {
    try (Jedis node = node(number)) {
      return node.clusterMyId();
    }
  }

  void flush() {
    for (int i = 0; i < PRIMARIES; i++) {
      try (Jedis node = node(i)) {
        node.flushAll();
      }
    }
  }

  void elapse(Duration duration) {
    for (int i = 0; i < PRIMARIES; i++) {
      try (Jedis node = node(i)) {
        node.eval(RedisServer.ELAPSE, List.of(), List.of(Long.toString(duration.toMillis())));
      }
    }
  }

  /** Moves a slot with all its keys, one key after the other. */
  void migrate(int slot, int from, int to) {
    try (Jedis source = node(from);
        Jedis target = node(to)) {
      target.clusterSetSlotImporting(slot, id(from));
      source.clusterSetSlotMigrating(slot, id(to));
      EmbeddedRedis there = servers.get(to);
      for (String key : source.clusterGetKeysInSlot(slot, Integer.MAX_VALUE)) {
        source.migrate(
            there.host(), there.port(), 20_000, MigrateParams.migrateParams().auth(password), key);
      }
      target.clusterSetSlotNode(slot, id(to));
      source.clusterSetSlotNode(slot, id(to));
    }
  }

  boolean isPrimary(int number) {
    return info(number).contains("role:master");
  }

  private String info(int number) {
    try (Jedis node = node(number)) {
      return node.info("replication");
    }
  }

  private boolean all(String... marks) {
    for (int i = 0; i <= PRIMARIES; i++) {
      try (Jedis node = node(i)) {
        String info = node.clusterInfo();
        for (String mark : marks) {
          if (!info.contains(mark)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    servers.forEach(EmbeddedRedis::close);
  }
}
