// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.model.BatchId;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.params.SetParams;

/** Each batch's status as JSON under {@code onepass:status:id}. */
final class JedisStatusCache implements StatusCache {

  private static final String KEY_PREFIX = "onepass:status:";
  private static final Duration WHILE_RUNNING = Duration.ofSeconds(5);
  private static final Duration WHEN_FINISHED = Duration.ofHours(24);

  private final GuardedRedis redis;

  JedisStatusCache(GuardedRedis redis) {
    this.redis = redis;
  }

  @Override
  public Optional<BatchStatus> get(BatchId batch) {
    return redis
        .call("read a batch's status", client -> Optional.ofNullable(client.get(key(batch))))
        .flatMap(StatusJson::read);
  }

  @Override
  public void put(BatchStatus status) {
    Duration ttl = status.batch().isFinished() ? WHEN_FINISHED : WHILE_RUNNING;
    String json = StatusJson.write(status);
    SetParams expiry = SetParams.setParams().ex(ttl.toSeconds());
    redis.call(
        "keep a batch's status", client -> client.set(key(status.batch().id()), json, expiry));
  }

  static String key(BatchId batch) {
    return KEY_PREFIX + batch;
  }
}
