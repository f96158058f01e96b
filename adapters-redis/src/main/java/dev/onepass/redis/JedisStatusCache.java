// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.model.BatchId;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.params.SetParams;

/** Each batch's status as JSON under {@code onepass:status:id}. Thread-safe. */
final class JedisStatusCache implements StatusCache {

  private static final Duration WHILE_RUNNING = Duration.ofSeconds(5);
  private static final Duration WHEN_FINISHED = Duration.ofHours(24);

  private final GuardedRedis redis;
  private final Keyspace keys;

  JedisStatusCache(GuardedRedis redis, Keyspace keys) {
    this.redis = redis;
    this.keys = keys;
  }

  @Override
  public Optional<BatchStatus> get(BatchId batch) {
    return redis
        .call(
            "read a batch's status",
            partition(batch),
            server -> Optional.ofNullable(server.execute(Redis.COMMANDS.get(key(batch)))))
        .flatMap(StatusJson::read);
  }

  @Override
  public void put(BatchStatus status) {
    Duration ttl = status.batch().isFinished() ? WHEN_FINISHED : WHILE_RUNNING;
    String json = StatusJson.write(status);
    SetParams expiry = SetParams.setParams().ex(ttl.toSeconds());
    BatchId batch = status.batch().id();
    redis.call(
        "keep a batch's status",
        partition(batch),
        server -> server.execute(Redis.COMMANDS.set(key(batch), json, expiry)));
  }

  private String key(BatchId batch) {
    return keys.key(partition(batch), "status:" + batch);
  }

  private int partition(BatchId batch) {
    return keys.partitionOf(batch.value());
  }
}
