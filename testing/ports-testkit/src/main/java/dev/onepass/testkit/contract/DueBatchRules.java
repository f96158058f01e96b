// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.ItemBuilder.after;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemCheckpoint;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.batch.Waiting;
import dev.onepass.ports.model.BatchId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When there is something to do for a batch, and what is told of one that waits. */
abstract class DueBatchRules extends SecondLookRules {

  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");

  @Test
  void anAcceptedBatchIsDueAtOnceAndStaysSo() {
    accept(3);
    assertThat(dueIds()).containsExactly(BATCH);
    claimAll();
    assertThat(dueIds()).containsExactly(BATCH);
  }

  @Test
  void aRestingBatchIsDueWhenTheNextOfItsItemsIsClaimable() {
    accept(2);
    List<BatchItem> claimed = claimAll();
    unresolved(claimed.get(0), SHORT);
    unresolved(claimed.get(1), LONG);
    batches().rest(BATCH, Duration.ZERO);
    assertThat(dueIds()).isEmpty();
    elapseShort();
    assertThat(dueIds()).containsExactly(BATCH);
  }

  @Test
  void aRestingBatchThatIsYetToBeFinishedIsDueAfterAPause() {
    accept(1);
    closed(claimOne());
    batches().rest(BATCH, LONG);
    assertThat(dueIds()).isEmpty();
    batches().rest(BATCH, Duration.ZERO);
    assertThat(dueIds()).containsExactly(BATCH);
  }

  @Test
  void aFinishedBatchWithNothingLeftIsNotDue() {
    accept(1);
    closed(claimOne());
    batches().finished(BATCH, NOON);
    assertThat(dueIds()).isEmpty();
  }

  @Test
  void whatIsResumedOrHastenedIsDueAtOnce() {
    accept(1);
    unresolved(claimOne(), LONG);
    batches().rest(BATCH, LONG);
    assertThat(items().resume(BATCH, ItemState.UNRESOLVED)).isEqualTo(1);
    assertThat(dueIds()).containsExactly(BATCH);
    batches().waits(BATCH, "why", NOON, LONG);
    batches().hasten(BATCH);
    assertThat(dueIds()).containsExactly(BATCH);
    assertThat(batch().waiting()).isNotNull();
  }

  @Test
  void thoseThatHaveBeenDueForLongestComeFirst() {
    BatchId first = new BatchId("first");
    BatchId second = new BatchId("second");
    accept(second, 1);
    accept(first, 1);
    batches().waits(first, "why", NOON, Duration.ZERO);
    elapseShort();
    batches().waits(second, "why", NOON, Duration.ZERO);
    assertThat(dueIds()).containsExactly(first, second);
    assertThat(batches().due(1)).extracting(Batch::id).containsExactly(first);
  }

  @Test
  void aWaitingBatchTellsWhySinceWhenAndHowOften() {
    accept(1);
    assertThat(batch().waiting()).isNull();
    batches().waits(BATCH, "HTTP 413", NOON, LONG);
    batches().waits(BATCH, "HTTP 503", NOON.plusSeconds(7), LONG);
    Waiting waiting = requireNonNull(batch().waiting());
    assertThat(waiting.reason()).isEqualTo("HTTP 503");
    assertThat(waiting.since()).isEqualTo(NOON);
    assertThat(waiting.attempts()).isEqualTo(2);
    assertThat(dueIds()).isEmpty();
  }

  @Test
  void aReasonIsKeptToItsFullLengthWhateverItsCharacters() {
    accept(1);
    String longest = "\uD83D\uDCB8".repeat(Waiting.REASON_LENGTH_MAX / 2);
    batches().waits(BATCH, longest + "and more", NOON, LONG);
    Waiting waiting = requireNonNull(batch().waiting());
    assertThat(waiting.reason()).isEqualTo(longest);
  }

  @Test
  void whatBeginsFinishesOrRestsWaitsNoMore() {
    accept(1);
    batches().waits(BATCH, "why", NOON, LONG);
    batches().begun(BATCH, NOON);
    assertThat(batch().waiting()).isNull();
    batches().waits(BATCH, "why", NOON, LONG);
    batches().rest(BATCH, LONG);
    assertThat(batch().waiting()).isNull();
    closed(claimOne());
    batches().waits(BATCH, "why", NOON, LONG);
    batches().finished(BATCH, NOON);
    assertThat(batch().waiting()).isNull();
  }

  @Test
  void anUnknownBatchIsNeverDue() {
    batches().rest(BATCH, Duration.ZERO);
    batches().waits(BATCH, "why", NOON, Duration.ZERO);
    batches().hasten(BATCH);
    assertThat(dueIds()).isEmpty();
  }

  private List<BatchId> dueIds() {
    return batches().due(ALL).stream().map(Batch::id).toList();
  }

  private Batch batch() {
    return batches().find(BATCH).orElseThrow();
  }

  private void unresolved(BatchItem claimed, Duration pause) {
    checkpoint(after(claimed).state(ItemState.UNRESOLVED).progress("so far").build(), pause);
  }

  private void closed(BatchItem claimed) {
    checkpoint(after(claimed).state(ItemState.SWEPT).progress("").build(), Duration.ZERO);
  }

  private void checkpoint(BatchItem item, Duration pause) {
    assertThat(books().checkpoint(new ItemCheckpoint(item, pause))).isTrue();
  }
}
