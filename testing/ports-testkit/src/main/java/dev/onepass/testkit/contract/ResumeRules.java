// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.ItemBuilder.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.data.ItemBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which items somebody may have tried again, and what becomes of them. */
abstract class ResumeRules extends DueBatchRules {

  @Test
  void resumeMakesTheUnresolvedClaimableAtOnce() {
    accept(6);
    List<ItemState> states = new ArrayList<>(List.of(ItemState.values()));
    states.add(ItemState.UNRESOLVED);
    List<ItemKey> unresolved = new ArrayList<>();
    for (BatchItem item : claimAll()) {
      ItemState state = states.remove(0);
      books().checkpoint(after(item).state(state).availableIn(LONG));
      if (state == ItemState.UNRESOLVED) {
        unresolved.add(item.key());
      }
    }
    assertThat(claimAll()).isEmpty();

    assertThat(items().resume(BATCH, ItemState.UNRESOLVED)).isEqualTo(2);

    List<BatchItem> resumed = claimAll();
    assertThat(resumed).extracting(BatchItem::state).containsOnly(ItemState.UNRESOLVED);
    assertThat(keys(resumed)).containsExactlyInAnyOrderElementsOf(unresolved);
  }

  @Test
  void resumeLeavesAnUnresolvedItemToTheNodeThatTriesItAgain() {
    accept(1);
    ends(after(claimOne()).state(ItemState.UNRESOLVED), SHORT);
    elapseShort();
    BatchItem tried = claimOne();

    assertThat(items().resume(BATCH, ItemState.UNRESOLVED)).isZero();

    assertThat(claimAll()).isEmpty();
    assertThat(items().renew(List.of(tried), LONG)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"MISSING", "REJECTED"})
  void resumeOpensFinalItemsAgainWithTheirPast(ItemState state) {
    accept(4);
    List<BatchItem> claimed = claimAll();
    ends(after(claimed.get(0)).state(state).calls(7).note("why"), LONG);
    ends(after(claimed.get(1)).state(state).progress("late"), LONG);
    ends(after(claimed.get(2)).state(ItemState.SWEPT), LONG);
    BatchItem before = items().page(BATCH, state, Uid.EXTERNAL, 1).get(0);

    assertThat(items().resume(BATCH, state)).isEqualTo(2);

    List<BatchItem> reopened = claimAll();
    assertThat(reopened).hasSize(2);
    assertThat(reopened.get(0)).isEqualTo(before.reopened().claimed());
    assertThat(reopened.get(1).progress()).isEqualTo("late");
    BatchProgress progress = items().progress(BATCH);
    assertThat(progress.count(state)).isZero();
    assertThat(progress.count(ItemState.OPEN)).isEqualTo(3);
    assertThat(progress.count(ItemState.SWEPT)).isOne();
    assertThat(items().resume(BATCH, state)).isZero();
  }

  @Test
  void whatWasReopenedIsNotHeldAnyMore() {
    accept(1);
    BatchItem held = claimOne();
    ends(after(held).state(ItemState.REJECTED).progress("late"), LONG);

    items().resume(BATCH, ItemState.REJECTED);

    assertThat(items().renew(List.of(held), LONG)).containsExactly(held.key());
  }

  @Test
  void resumeHastensAFinishedBatchWhichStaysFinished() {
    accept(1);
    ends(after(claimOne()).state(ItemState.REJECTED), LONG);
    batches().finished(BATCH, Instant.EPOCH);
    assertThat(batches().due(10)).isEmpty();

    items().resume(BATCH, ItemState.REJECTED);

    assertThat(batches().due(10)).extracting(Batch::id).containsExactly(BATCH);
    assertThat(batches().find(BATCH).orElseThrow().isFinished()).isTrue();
    batches().rest(BATCH, Duration.ZERO);
    assertThat(batches().due(10)).extracting(Batch::id).containsExactly(BATCH);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN", "SWEPT"})
  void whatIsNotStuckCannotBeResumed(ItemState state) {
    assertThatThrownBy(() -> items().resume(BATCH, state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(state.name());
  }

  @Test
  void resumeLeavesOtherBatchesAlone() {
    BatchId other = new BatchId("BATCH");
    accept(other, 1);
    BatchItem item = items().claim(other, "node", 1, LONG).get(0);
    books().checkpoint(after(item).state(ItemState.UNRESOLVED).availableIn(LONG));
    accept(1);
    assertThat(items().resume(BATCH, ItemState.UNRESOLVED)).isZero();
    assertThat(items().claim(other, "node", 1, LONG)).isEmpty();
  }

  private void ends(ItemBuilder item, Duration pause) {
    assertThat(books().checkpoint(item.availableIn(pause))).isTrue();
  }
}
