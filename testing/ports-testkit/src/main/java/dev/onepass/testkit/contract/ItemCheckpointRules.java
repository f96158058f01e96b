// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.ItemBuilder.after;
import static dev.onepass.testkit.data.TransferBuilder.aTransfer;
import static dev.onepass.testkit.data.Uids.uid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemCheckpoint;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.race.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a ledger transaction reads and writes items. */
abstract class ItemCheckpointRules extends ItemClaimRules {

  private static final Duration HEAD_START = Duration.ofMillis(500);

  @Test
  void aCheckpointIsReadBackToTheLastField() {
    accept(2);
    BatchItem worked =
        after(claimOne())
            .state(ItemState.UNRESOLVED)
            .progress("p".repeat(BatchItem.PROGRESS_LENGTH_MAX))
            .checkpoints(7)
            .sweptCents(999_999_999_999_999L)
            .inDoubtCents(12_345)
            .calls(1L << 40)
            .attempts(3)
            .note("余".repeat(BatchItem.NOTE_LENGTH_MAX))
            .build();
    assertThat(books().checkpoint(new ItemCheckpoint(worked, LONG))).isTrue();
    assertThat(stored(worked)).isEqualTo(worked);
    assertThat(items().page(BATCH, ItemState.UNRESOLVED, Uid.EXTERNAL, ALL))
        .containsExactly(worked);
  }

  @Test
  void everyStateIsKept() {
    accept(5);
    Iterator<BatchItem> claimed = claimAll().iterator();
    for (ItemState state : ItemState.values()) {
      BatchItem item = after(claimed.next()).state(state).build();
      books().checkpoint(new ItemCheckpoint(item, LONG));
      assertThat(stored(item)).isEqualTo(item);
    }
  }

  @Test
  void aCheckpointMovesWhenItsItemIsClaimable() {
    accept(3);
    List<BatchItem> claimed = claimAll();
    books().checkpoint(after(claimed.get(0)).availableIn(Duration.ZERO));
    books().checkpoint(after(claimed.get(1)).availableIn(SHORT));
    books().checkpoint(after(claimed.get(2)).availableIn(LONG));
    elapseShort();
    assertThat(keys(claimAll()))
        .containsExactlyInAnyOrder(claimed.get(0).key(), claimed.get(1).key());
  }

  @Test
  void aCheckpointWithoutPauseIsClaimableAtOnce() {
    accept(1);
    BatchItem claimed = claimOne();
    books().checkpoint(after(claimed).availableIn(Duration.ZERO));
    assertThat(keys(claimAll())).containsExactly(claimed.key());
  }

  @Test
  void aFinalItemIsNeverClaimedAgain() {
    accept(3);
    Iterator<BatchItem> claimed = claimAll().iterator();
    for (ItemState state : List.of(ItemState.SWEPT, ItemState.MISSING, ItemState.REJECTED)) {
      books().checkpoint(after(claimed.next()).state(state).availableIn(Duration.ZERO));
    }
    elapseShort();
    assertThat(claimAll()).isEmpty();
    assertThat(items().progress(BATCH).unsettled()).isZero();
  }

  @Test
  void aClaimGoesOnWhereTheLastCheckpointLeftOff() {
    accept(1);
    BatchItem worked = after(claimOne()).progress("half").sweptCents(50).calls(3).build();
    books().checkpoint(new ItemCheckpoint(worked, Duration.ZERO));
    BatchItem next = claimOne();
    assertThat(next.fence()).isGreaterThan(worked.fence());
    assertThat(after(worked).build())
        .usingRecursiveComparison()
        .ignoringFields("fence")
        .isEqualTo(next);
  }

  /** How a revived node is kept from writing: its decision is shown the fence of its successor. */
  @Test
  void aDecisionIsShownTheFenceOfTheLastClaim() {
    accept(1);
    BatchItem stale = claim(1, SHORT).get(0);
    elapseShort();
    BatchItem current = claimOne();
    assertThat(books().fence(key(1))).isEqualTo(current.fence());
    assertThat(books().checkpoint(after(stale).progress("stale").availableIn(LONG))).isFalse();
    assertThat(stored(current)).isEqualTo(current);
  }

  @Test
  void aDecisionIsShownTheItemsThatExist() {
    accept(2);
    BatchItem claimed = claimOne();
    ItemKey elsewhere = new ItemKey(new BatchId("BATCH"), uid(1));
    Set<ItemKey> asked = Set.of(key(1), key(2), key(9), elsewhere);
    assertThat(books().snapshot(new LedgerReads(Set.of(), Set.of(), asked)).fences())
        .containsOnlyKeys(key(1), key(2))
        .containsEntry(claimed.key(), claimed.fence())
        .containsValue(0L);
  }

  @Test
  void aCreditAndItsCheckpointAreWrittenTogether() {
    accept(1);
    BatchItem claimed = claimOne();
    Transfer credit = aTransfer().id("sweep").cents(50).build();
    write(credit, after(claimed).sweptCents(50).availableIn(LONG));
    assertThat(stored(claimed).swept()).isEqualTo(credit.amount());
    assertThat(books().balance(uid(1))).isEqualTo(credit.creditAfter());
  }

  @Test
  void aCheckpointIsRolledBackWithItsTransaction() {
    accept(1);
    BatchItem claimed = claimOne();
    Transfer credit = aTransfer().id("sweep").cents(50).build();
    books().write(Bookkeeper.posting(credit));
    ItemCheckpoint checkpoint =
        after(claimed).state(ItemState.SWEPT).sweptCents(50).availableIn(LONG);
    assertThatThrownBy(() -> write(credit, checkpoint)).isInstanceOf(ConflictException.class);
    assertThat(stored(claimed)).isEqualTo(claimed);
    assertThat(items().progress(BATCH).count(ItemState.OPEN)).isEqualTo(1);
    assertThat(items().progress(BATCH).swept().isZero()).isTrue();
  }

  @Test
  void itemsOfSeveralBatchesAreWrittenByOneTransaction() {
    BatchId other = new BatchId("other");
    accept(300);
    accept(other, 1);
    List<BatchItem> claimed = new ArrayList<>(claimAll());
    claimed.addAll(items().claim(other, "node", 1, LONG));
    ItemCheckpoint[] checkpoints =
        claimed.stream()
            .map(item -> after(item).state(ItemState.SWEPT).sweptCents(2).availableIn(LONG))
            .toArray(ItemCheckpoint[]::new);
    write(Bookkeeper.writing(checkpoints), Set.copyOf(keys(claimed)));
    assertThat(items().progress(BATCH).count(ItemState.SWEPT)).isEqualTo(300);
    assertThat(items().progress(BATCH).swept().cents()).isEqualTo(600);
    assertThat(items().progress(other).count(ItemState.SWEPT)).isEqualTo(1);
  }

  @Test
  void anItemThatATransactionReadIsNotClaimedBeforeItEnds() {
    accept(1);
    BatchItem worked = after(claim(1, SHORT).get(0)).progress("worked").build();
    elapseShort();
    List<Race.Rival<List<BatchItem>>> rivals = new ArrayList<>();
    ledger()
        .transact(
            new LedgerReads(Set.of(), Set.of(), Set.of(key(1))),
            snapshot -> {
              rivals.add(Race.ahead(HEAD_START, this::claimAll));
              ItemCheckpoint checkpoint = new ItemCheckpoint(worked, LONG);
              return new Decided<>(Bookkeeper.writing(checkpoint), true);
            });
    assertThat(rivals.get(0).result()).isEmpty();
    assertThat(stored(worked)).isEqualTo(worked);
  }

  @Test
  void checkpointsOfManyThreadsAddUp() {
    accept(40);
    List<BatchItem> claimed = claimAll();
    Race.of(4, runner -> () -> sweep(claimed.subList(10 * runner, 10 * runner + 10)));
    List<BatchItem> all = items().page(BATCH, null, Uid.EXTERNAL, ALL);
    assertThat(items().progress(BATCH).swept().cents()).isEqualTo(40 * 3 * 5);
    ItemStoreContract.assertSums(items().progress(BATCH), all, "at the end");
  }

  private boolean sweep(List<BatchItem> mine) {
    for (BatchItem item : mine) {
      for (int n = 1; n <= 3; n++) {
        ItemState state = n == 3 ? ItemState.SWEPT : ItemState.OPEN;
        books().checkpoint(after(item).state(state).sweptCents(5L * n).calls(n).availableIn(LONG));
      }
    }
    return true;
  }

  private void write(Transfer credit, ItemCheckpoint checkpoint) {
    LedgerChanges changes =
        new LedgerChanges(
            List.of(credit),
            List.of(),
            List.<Balance>of(credit.creditAfter()),
            List.of(checkpoint),
            List.of());
    write(changes, Set.of(checkpoint.item().key()));
  }

  private void write(LedgerChanges changes, Set<ItemKey> keys) {
    LedgerReads reads = new LedgerReads(Set.of(uid(1)), Set.of(), keys);
    ledger().transact(reads, snapshot -> new Decided<>(changes, true));
  }
}
