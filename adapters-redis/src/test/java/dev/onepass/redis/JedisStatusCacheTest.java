// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.batch.AnswerRates;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JedisStatusCacheTest {

  private static final BatchId ID = new BatchId("batch\"1");
  private static final Instant NOW = Instant.parse("2026-11-23T01:02:03.456789Z");

  private static RedisServer redis;
  private final StatusCache statuses = redis.adapter.statuses();

  @BeforeAll
  static void start() {
    redis = new RedisServer();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static BatchStatus status(@Nullable Instant finishedAt, @Nullable Duration eta) {
    return new BatchStatus(
        new Batch(ID, "f00d", 3, NOW, NOW.plusMillis(1), finishedAt, finishedAt != null, null),
        new BatchProgress(
            Map.of(ItemState.OPEN, 1L, ItemState.SWEPT, 2L), Money.MAX, Money.of("0.01"), 57),
        finishedAt == null ? BatchStatus.Phase.FAST : BatchStatus.Phase.FINISHED,
        4,
        10,
        new AnswerRates(1, 2, 3, 4, 5),
        eta,
        null);
  }

  @Test
  void aStatusComesBackAsItWasPut() {
    BatchStatus running = status(null, Duration.ofMillis(1500));

    statuses.put(running);

    assertThat(statuses.get(ID)).contains(running);
    assertThat(statuses.get(new BatchId("another"))).isEmpty();
  }

  @Test
  void aFinishedBatchIsRememberedForADayARunningOneForSeconds() {
    statuses.put(status(null, null));
    assertThat(redis.client.ttl("onepass:status:" + ID)).isBetween(1L, 5L);

    statuses.put(status(NOW, null));

    assertThat(redis.client.ttl("onepass:status:" + ID)).isBetween(86_000L, 86_400L);
    assertThat(statuses.get(ID)).contains(status(NOW, null));
  }

  @Test
  void fieldsOfANewerNodeArePassedOver() {
    BatchStatus running = status(null, null);
    String json = StatusJson.write(running);

    assertThat(StatusJson.read(json.replaceFirst("\\{", "{\"novelty\":[1],"))).contains(running);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "null", "{}", "[]", "{\"id\":\"x\"}", "{\"phase\":\"DREAMING\"}"})
  void whatCannotBeUnderstoodCountsAsForgotten(String json) {
    redis.client.set("onepass:status:" + ID, json);

    assertThat(statuses.get(ID)).isEmpty();
  }
}
