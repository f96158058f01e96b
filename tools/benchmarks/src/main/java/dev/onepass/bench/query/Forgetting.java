// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.query;

import dev.onepass.bench.lab.Figures;
import dev.onepass.bench.lab.Turns;
import dev.onepass.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.RedisClient;

/** A load while Redis loses all that it knows, twenty times a second. */
final class Forgetting implements Turns.Contestant {

  private static final long EVERY_MILLIS = 50;

  private final EmbeddedRedis redis;
  private final Turns.Contestant load;

  Forgetting(EmbeddedRedis redis, Turns.Contestant load) {
    this.redis = redis;
    this.load = load;
  }

  @Override
  public Figures run(Duration duration) throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (RedisClient client = RedisClient.create(redis.uri())) {
      ScheduledFuture<?> flushes =
          timer.scheduleAtFixedRate(client::flushAll, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
      Figures figures = load.run(duration);
      flushes.cancel(false);
      return figures;
    } finally {
      timer.shutdown();
    }
  }
}
