// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.ItemBuilder.after;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemCheckpoint;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How items whose end is known are looked at again, and their batches with them. */
abstract class SecondLookRules extends ItemCheckpointRules {

  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");

  @Test
  void aFinalItemWithProgressIsClaimableWhenItsTimeComes() {
    accept(1);
    BatchItem swept = swept(claimOne(), "ask again", SHORT);
    assertThat(claimAll()).isEmpty();
    elapseShort();
    BatchItem claimed = claimOne();
    assertThat(claimed.state()).isEqualTo(ItemState.SWEPT);
    assertThat(claimed.progress()).isEqualTo("ask again");
    assertThat(claimed.fence()).isGreaterThan(swept.fence());
    assertThat(items().progress(BATCH).count(ItemState.SWEPT)).isEqualTo(1);
  }

  @Test
  void itsClaimIsRenewedLikeAnyOther() {
    accept(1);
    swept(claimOne(), "ask again", Duration.ZERO);
    BatchItem claimed = claim(1, SHORT).get(0);
    assertThat(items().renew(List.of(claimed), LONG)).isEmpty();
    elapseShort();
    assertThat(claimAll()).isEmpty();
    swept(claimed, "", Duration.ZERO);
    assertThat(items().renew(List.of(claimed), LONG)).containsExactly(claimed.key());
  }

  /** One that was on its way when the item was checkpointed. */
  @Test
  void aLateRenewalDoesNotBringTheSecondLookForward() {
    accept(1);
    BatchItem swept = swept(claimOne(), "ask again", LONG);
    assertThat(items().renew(List.of(swept), SHORT)).isEmpty();
    elapseShort();
    assertThat(claimAll()).isEmpty();
  }

  @Test
  void anUnfinishedBatchIsToBeSweptAndNotYetToBeLookedAtAgain() {
    accept(1);
    swept(claimOne(), "ask again", Duration.ZERO);
    elapseShort();
    assertThat(batch().secondLook()).isFalse();
  }

  @Test
  void aFinishedBatchIsDueWhenItsFirstItemIs() {
    accept(3);
    List<BatchItem> claimed = claimAll();
    swept(claimed.get(0), "", Duration.ZERO);
    swept(claimed.get(1), "ask again", SHORT);
    swept(claimed.get(2), "ask again", LONG);
    batches().finished(BATCH, NOON);
    assertThat(batch().secondLook()).isTrue();
    elapseShort();
    assertThat(batches().due(ALL)).containsExactly(batch());
  }

  @Test
  void aBatchThatWasLookedAtIsDueAgainWhenItsNextItemIs() {
    accept(2);
    List<BatchItem> claimed = claimAll();
    swept(claimed.get(0), "ask again", Duration.ZERO);
    swept(claimed.get(1), "ask again", LONG);
    batches().finished(BATCH, NOON);
    elapseShort();
    swept(claimOne(), "", Duration.ZERO);
    batches().rest(BATCH, Duration.ZERO);
    assertThat(batches().due(ALL)).isEmpty();
    assertThat(batch().secondLook()).isTrue();
  }

  @Test
  void aBatchWithNothingLeftToAskIsNeverDueAgain() {
    accept(1);
    swept(claimOne(), "ask again", Duration.ZERO);
    batches().finished(BATCH, NOON);
    elapseShort();
    swept(claimOne(), "", Duration.ZERO);
    batches().rest(BATCH, Duration.ZERO);
    assertThat(batches().due(ALL)).isEmpty();
    assertThat(batch().secondLook()).isFalse();
  }

  @Test
  void aNodeThatDiesInItsLookLeavesItToOthers() {
    accept(1);
    swept(claimOne(), "ask again", Duration.ZERO);
    batches().finished(BATCH, NOON);
    elapseShort();
    claim(1, SHORT);
    elapseShort();
    assertThat(batches().due(ALL)).containsExactly(batch());
    assertThat(claimAll()).hasSize(1);
  }

  @Test
  void noMoreBatchesAreDueThanAskedFor() {
    for (String id : List.of("b1", "b2", "b3")) {
      BatchId batch = new BatchId(id);
      accept(batch, 1);
      swept(items().claim(batch, "node", 1, LONG).get(0), "ask again", Duration.ZERO);
      batches().finished(batch, NOON);
    }
    elapseShort();
    assertThat(batches().due(2)).hasSize(2);
    assertThat(batches().due(ALL)).hasSize(3);
  }

  private BatchItem swept(BatchItem claimed, String progress, Duration pause) {
    BatchItem item = after(claimed).state(ItemState.SWEPT).progress(progress).build();
    assertThat(books().checkpoint(new ItemCheckpoint(item, pause))).isTrue();
    return item;
  }

  private Batch batch() {
    return batches().find(BATCH).orElseThrow();
  }
}
