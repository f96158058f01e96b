// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.BatchBuilder.aBatch;
import static dev.onepass.testkit.data.Uids.uid;
import static dev.onepass.testkit.data.Uids.uids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.race.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link BatchStore} must do. Each test begins with an empty store. */
public abstract class BatchStoreContract {

  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int ALL = 1_000;

  protected abstract BatchStore batches();

  /** The items of {@link #batches()}. */
  protected abstract ItemStore items();

  @Test
  void anUnknownBatchIsNotFound() {
    assertThat(batches().find(new BatchId("b"))).isEmpty();
    assertThat(batches().unfinished()).isEmpty();
    assertThat(batches().newest(10)).isEmpty();
  }

  @Test
  void anAcceptedBatchIsReadBackToTheLastField() {
    Batch batch =
        aBatch("b".repeat(64)).fingerprint("f".repeat(64)).of(uids(1, 3)).acceptedAt(NOON).build();
    assertThat(batches().accept(batch, uids(1, 3))).isEqualTo(batch);
    assertThat(batches().find(batch.id())).contains(batch);
    assertThat(batches().unfinished()).containsExactly(batch);
    assertThat(batches().newest(1)).containsExactly(batch);
  }

  @Test
  void anAcceptedBatchHasAllItsItemsOpenAndUntouched() {
    List<Uid> uids = List.of(uid(1), uid(7), uid(Long.MAX_VALUE));
    Batch batch = accept("b", uids);
    List<BatchItem> expected = new ArrayList<>();
    for (Uid uid : uids) {
      ItemKey key = new ItemKey(batch.id(), uid);
      expected.add(new BatchItem(key, ItemState.OPEN, 0, "", 0, Money.ZERO, Money.ZERO, 0, 0, ""));
    }
    assertThat(items().page(batch.id(), null, Uid.EXTERNAL, ALL)).isEqualTo(expected);
    assertThat(items().progress(batch.id()).count(ItemState.OPEN)).isEqualTo(3);
  }

  @Test
  void anAcceptedBatchIsClaimableAtOnce() {
    Batch batch = accept("b", uids(1, 3));
    assertThat(items().claim(batch.id(), "node", ALL, HOUR)).hasSize(3);
  }

  @Test
  void acceptingTwiceChangesNothing() {
    Batch batch = accept("b", uids(1, 3));
    items().claim(batch.id(), "node", 2, HOUR);
    batches().begun(batch.id(), NOON);
    Batch known = batches().accept(batch, uids(1, 3));
    assertThat(known.begunAt()).isEqualTo(NOON);
    assertThat(known.fingerprint()).isEqualTo(batch.fingerprint());
    assertThat(items().page(batch.id(), null, Uid.EXTERNAL, ALL)).hasSize(3);
    assertThat(items().claim(batch.id(), "node", ALL, HOUR)).hasSize(1);
    assertThat(batches().newest(10)).hasSize(1);
  }

  @Test
  void anIdThatIsKnownWithOtherAccountsStaysAsItWas() {
    Batch first = accept("b", uids(1, 3));
    Batch second = aBatch("b").fingerprint("another").of(uids(1, 9)).build();
    assertThat(batches().accept(second, uids(1, 9))).isEqualTo(first);
    assertThat(batches().find(first.id())).contains(first);
    assertThat(items().page(first.id(), null, Uid.EXTERNAL, ALL)).hasSize(3);
    assertThat(items().progress(first.id()).count(ItemState.OPEN)).isEqualTo(3);
  }

  @Test
  void oneIdAcceptedByManyThreadsIsStoredOnce() {
    for (int round = 0; round < 10; round++) {
      String id = "round" + round;
      List<Batch> stored =
          Race.of(
              4,
              runner -> {
                List<Uid> uids = uids(1, 10 + runner);
                Batch batch = aBatch(id).fingerprint("f" + runner).of(uids).build();
                return () -> batches().accept(batch, uids);
              });
      Batch winner = stored.get(0);
      assertThat(stored).containsOnly(winner);
      assertThat(items().page(winner.id(), null, Uid.EXTERNAL, ALL)).hasSize((int) winner.total());
      assertThat(items().progress(winner.id()).count(ItemState.OPEN)).isEqualTo(winner.total());
    }
  }

  @Test
  void aLargeBatchIsAcceptedWhole() {
    List<Uid> uids = uids(1, 12_345);
    Batch batch = accept("large", uids);
    assertThat(items().progress(batch.id()).count(ItemState.OPEN)).isEqualTo(12_345);
    assertThat(items().page(batch.id(), null, uid(12_340), ALL)).hasSize(5);
  }

  @Test
  void idsThatDifferInCaseAreDifferentBatches() {
    Batch lower = accept("batch", uids(1, 2));
    Batch upper = accept("BATCH", uids(1, 3));
    assertThat(batches().find(lower.id())).contains(lower);
    assertThat(batches().find(upper.id())).contains(upper);
    assertThat(items().page(upper.id(), null, Uid.EXTERNAL, ALL)).hasSize(3);
  }

  @Test
  void theUnfinishedAreListedOldestFirst() {
    acceptAt("middle", NOON.plusMillis(2));
    acceptAt("newest", NOON.plusMillis(3));
    acceptAt("oldest", NOON.plusMillis(1));
    batches().begun(new BatchId("oldest"), NOON);
    batches().finished(new BatchId("middle"), NOON);
    assertThat(batches().unfinished())
        .extracting(batch -> batch.id().value())
        .containsExactly("oldest", "newest");
  }

  @Test
  void theNewestAreListedWhateverTheirState() {
    acceptAt("middle", NOON.plusMillis(2));
    acceptAt("newest", NOON.plusMillis(3));
    acceptAt("oldest", NOON.plusMillis(1));
    batches().finished(new BatchId("newest"), NOON);
    assertThat(batches().newest(2))
        .extracting(batch -> batch.id().value())
        .containsExactly("newest", "middle");
    assertThat(batches().newest(10)).hasSize(3);
  }

  @Test
  void theFirstConfirmationOfTheBeginCounts() {
    Batch batch = accept("b", uids(1, 3));
    batches().begun(batch.id(), NOON);
    batches().begun(batch.id(), NOON.plusSeconds(1));
    Batch expected = aBatch("b").of(uids(1, 3)).begunAt(NOON).build();
    assertThat(batches().find(batch.id())).contains(expected);
    assertThat(batches().unfinished()).containsExactly(expected);
  }

  @Test
  void theFirstConfirmationOfTheFinishCounts() {
    Batch batch = accept("b", uids(1, 3));
    batches().begun(batch.id(), NOON);
    batches().finished(batch.id(), NOON.plusSeconds(1));
    batches().finished(batch.id(), NOON.plusSeconds(2));
    Batch finished = batches().find(batch.id()).orElseThrow();
    assertThat(finished.begunAt()).isEqualTo(NOON);
    assertThat(finished.finishedAt()).isEqualTo(NOON.plusSeconds(1));
    assertThat(batches().unfinished()).isEmpty();
  }

  @Test
  void confirmingOneBatchLeavesTheOthers() {
    Batch one = accept("one", uids(1, 2));
    Batch other = accept("other", uids(1, 2));
    batches().begun(one.id(), NOON);
    batches().finished(one.id(), NOON);
    assertThat(batches().find(other.id())).contains(other);
  }

  private Batch accept(String id, List<Uid> uids) {
    return batches().accept(aBatch(id).of(uids).build(), uids);
  }

  private void acceptAt(String id, Instant at) {
    batches().accept(aBatch(id).of(uids(1, 1)).acceptedAt(at).build(), uids(1, 1));
  }
}
