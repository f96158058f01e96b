// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.command.CommandFailure;
import dev.onepass.embedded.EmbeddedRedis;
import dev.onepass.embedded.EmbeddedRedisSentinels;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisException;

/** A Redis, its replica and three sentinels, and what these know of each other. For one thread. */
final class RedisGroup implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 50;

  private final EmbeddedRedisSentinels all = EmbeddedRedisSentinels.temporary();
  private @Nullable EmbeddedRedis frozen;

  /** What a One-Pass server is told of it. */
  Map<String, String> settings() {
    String sentinels =
        all.sentinels().stream()
            .map(sentinel -> sentinel.host() + ":" + sentinel.port())
            .collect(Collectors.joining(","));
    return Map.of(
        "ONEPASS_REDIS_ADDR",
        sentinels,
        "ONEPASS_REDIS_PASSWORD",
        all.password(),
        "ONEPASS_REDIS_SENTINEL_MASTER",
        EmbeddedRedisSentinels.PRIMARY,
        "ONEPASS_REDIS_SENTINEL_PASSWORD",
        all.password());
  }

  /** The one that the sentinels name at present. */
  EmbeddedRedis primary() {
    try (Jedis sentinel = client(all.sentinels().get(0))) {
      int port =
          Integer.parseInt(
              sentinel.sentinelGetMasterAddrByName(EmbeddedRedisSentinels.PRIMARY).get(1));
      return all.stores().stream()
          .filter(store -> store.port() == port)
          .findFirst()
          .orElseThrow(() -> new CommandFailure("the sentinels know no primary"));
    }
  }

  void freezePrimary() {
    EmbeddedRedis primary = primary();
    SystemTool.signal("STOP", primary.pid());
    frozen = primary;
  }

  /**
   * Starts or wakes what is not there, and waits until each sentinel knows all others and a whole
   * replica.
   */
  void revive() {
    for (EmbeddedRedis store : all.stores()) {
      if (ProcessHandle.of(store.pid()).filter(ProcessHandle::isAlive).isEmpty()) {
        awaitPrimaryOtherThan(store);
        store.restart();
      } else if (store == frozen) {
        awaitPrimaryOtherThan(store);
        thaw();
      }
    }
    Waiting.until(
        PATIENCE,
        POLL_MILLIS,
        "Redis had no replica again after " + PATIENCE,
        () -> all.sentinels().stream().allMatch(this::knowsAll));
  }

  /** Back within a second, it would just go on. */
  private void awaitPrimaryOtherThan(EmbeddedRedis store) {
    Waiting.until(
        PATIENCE,
        POLL_MILLIS,
        "Redis had no other primary after " + PATIENCE,
        () -> primary().port() != store.port());
  }

  private void thaw() {
    if (frozen != null) {
      SystemTool.signal("CONT", frozen.pid());
      frozen = null;
    }
  }

  private boolean knowsAll(EmbeddedRedis sentinel) {
    try (Jedis client = client(sentinel)) {
      boolean replica =
          client.sentinelReplicas(EmbeddedRedisSentinels.PRIMARY).stream()
              .anyMatch(
                  each ->
                      "ok".equals(each.get("master-link-status"))
                          && "slave".equals(each.get("flags")));
      Map<String, String> primary = client.sentinelMaster(EmbeddedRedisSentinels.PRIMARY);
      return replica
          && "master".equals(primary.get("flags"))
          && "2".equals(primary.get("num-other-sentinels"));
    } catch (JedisException notYet) {
      return false;
    }
  }

  private Jedis client(EmbeddedRedis server) {
    return new Jedis(
        new HostAndPort(server.host(), server.port()),
        DefaultJedisClientConfig.builder()
            .protocol(RedisProtocol.RESP2)
            .password(all.password())
            .build());
  }

  @Override
  public void close() {
    thaw();
    all.close();
  }
}
