// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.onepass.ports.batch.AnswerRates;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.BatchStatus.Phase;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A batch's status as it stands in Redis. Nodes of two versions may share one Redis: fields that
 * are not known are passed over, and what cannot be understood counts as forgotten.
 */
record StatusJson(
    String id,
    String fingerprint,
    long total,
    String acceptedAt,
    @Nullable String begunAt,
    @Nullable String finishedAt,
    boolean secondLook,
    Map<ItemState, Long> counts,
    String swept,
    String inDoubt,
    long calls,
    Phase phase,
    int inFlight,
    int concurrency,
    @Nullable AnswerRates answersPerSecond,
    @Nullable String eta) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  static String write(BatchStatus status) {
    try {
      return MAPPER.writeValueAsString(of(status));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of strings and numbers is always written", e);
    }
  }

  static Optional<BatchStatus> read(String json) {
    try {
      return Optional.of(MAPPER.readValue(json, StatusJson.class).status());
    } catch (JsonProcessingException
        | IllegalArgumentException
        | DateTimeException
        | NullPointerException foreign) {
      return Optional.empty();
    }
  }

  private static StatusJson of(BatchStatus status) {
    Batch batch = status.batch();
    BatchProgress progress = status.progress();
    return new StatusJson(
        batch.id().value(),
        batch.fingerprint(),
        batch.total(),
        batch.acceptedAt().toString(),
        text(batch.begunAt()),
        text(batch.finishedAt()),
        batch.secondLook(),
        progress.counts(),
        progress.swept().toString(),
        progress.inDoubt().toString(),
        progress.calls(),
        status.phase(),
        status.inFlight(),
        status.concurrency(),
        status.answersPerSecond(),
        text(status.eta()));
  }

  private BatchStatus status() {
    Batch batch =
        new Batch(
            new BatchId(id),
            fingerprint,
            total,
            Instant.parse(acceptedAt),
            instant(begunAt),
            instant(finishedAt),
            secondLook,
            null);
    BatchProgress progress = new BatchProgress(counts, Money.of(swept), Money.of(inDoubt), calls);
    Duration rest = eta == null ? null : Duration.parse(eta);
    AnswerRates answers = answersPerSecond == null ? AnswerRates.NONE : answersPerSecond;
    return new BatchStatus(batch, progress, phase, inFlight, concurrency, answers, rest, null);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }
}
