// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.BatchBuilder.aBatch;
import static dev.onepass.testkit.data.Uids.uids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.onepass.ports.batch.AnswerRates;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.BatchStatus.Phase;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link StatusCache} must do. Each test begins with an empty cache. */
public abstract class StatusCacheContract {

  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");

  protected abstract StatusCache cache();

  /** Returns when the cache's clock is at least so much further: by a manual one, or by waiting. */
  protected abstract void elapse(Duration duration);

  /** The longest that {@link #elapse} can be asked for: what takes longer is not checked. */
  protected Duration patience() {
    return Duration.ofDays(2);
  }

  @Test
  void anUnknownBatchHasNoStatus() {
    assertThat(cache().get(new BatchId("b"))).isEmpty();
  }

  @Test
  void aStatusIsReadBackToTheLastField() {
    Map<ItemState, Long> counts =
        Map.of(
            ItemState.OPEN, 1L,
            ItemState.UNRESOLVED, 2L,
            ItemState.SWEPT, 3L,
            ItemState.MISSING, 4L,
            ItemState.REJECTED, 5L);
    BatchProgress progress = new BatchProgress(counts, Money.MAX, Money.of("0.01"), 1L << 40);
    Batch batch = aBatch("batch:{1}%20*").of(uids(1, 15)).acceptedAt(NOON).begunAt(NOON).build();
    BatchStatus status =
        new BatchStatus(
            batch,
            progress,
            Phase.FAST,
            17,
            60,
            new AnswerRates(1, 2, 3, 4, 5),
            Duration.ofMillis(12_345),
            null);
    cache().put(status);
    assertThat(cache().get(batch.id())).contains(status);
  }

  @Test
  void whatIsUnknownStaysUnknown() {
    BatchStatus status = status(aBatch("b").build(), Phase.BEGINNING, null);
    cache().put(status);
    assertThat(cache().get(new BatchId("b"))).contains(status);
  }

  @Test
  void everyPhaseIsKept() {
    for (Phase phase : Phase.values()) {
      BatchStatus status = status(aBatch("b").build(), phase, Duration.ZERO);
      cache().put(status);
      assertThat(cache().get(new BatchId("b"))).contains(status);
    }
  }

  @Test
  void theLastStatusPutIsServed() {
    cache().put(status(aBatch("b").build(), Phase.FAST, null));
    cache().put(status(aBatch("b").build(), Phase.SLOW, null));
    assertThat(cache().get(new BatchId("b")).orElseThrow().phase()).isEqualTo(Phase.SLOW);
  }

  @Test
  void batchesAreKeptApart() {
    cache().put(status(aBatch("b").build(), Phase.FAST, null));
    cache().put(status(aBatch("B").build(), Phase.SLOW, null));
    assertThat(cache().get(new BatchId("b")).orElseThrow().phase()).isEqualTo(Phase.FAST);
    assertThat(cache().get(new BatchId("c"))).isEmpty();
  }

  @Test
  void theStatusOfARunningBatchIsForgottenAfterFiveSeconds() {
    cache().put(status(aBatch("running").begunAt(NOON).build(), Phase.FAST, null));
    cache().put(status(finished("finished"), Phase.FINISHED, null));
    elapse(Duration.ofSeconds(4));
    assertThat(cache().get(new BatchId("running"))).isPresent();
    elapse(Duration.ofMillis(1_100));
    assertThat(cache().get(new BatchId("running"))).isEmpty();
    assertThat(cache().get(new BatchId("finished"))).isPresent();
  }

  @Test
  void theStatusOfAFinishedBatchIsForgottenAfterADay() {
    assumeTrue(patience().compareTo(Duration.ofHours(25)) >= 0, "cannot wait for a day");
    cache().put(status(finished("b"), Phase.FINISHED, null));
    elapse(Duration.ofHours(24).minusSeconds(1));
    assertThat(cache().get(new BatchId("b"))).isPresent();
    elapse(Duration.ofSeconds(1));
    assertThat(cache().get(new BatchId("b"))).isEmpty();
  }

  @Test
  void aBatchThatFinishesIsKeptAnew() {
    cache().put(status(aBatch("b").begunAt(NOON).build(), Phase.FINISHING, null));
    cache().put(status(finished("b"), Phase.FINISHED, null));
    elapse(Duration.ofMillis(5_100));
    assertThat(cache().get(new BatchId("b")).orElseThrow().phase()).isEqualTo(Phase.FINISHED);
  }

  private static Batch finished(String id) {
    return aBatch(id).begunAt(NOON).finishedAt(NOON.plusSeconds(3)).build();
  }

  private static BatchStatus status(Batch batch, Phase phase, @Nullable Duration eta) {
    BatchProgress progress = new BatchProgress(Map.of(), Money.ZERO, Money.ZERO, 0);
    return new BatchStatus(batch, progress, phase, 0, 10, AnswerRates.NONE, eta, null);
  }
}
