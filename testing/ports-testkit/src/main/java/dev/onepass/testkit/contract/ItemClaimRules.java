// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.ItemBuilder.after;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.race.Race;
import dev.onepass.testkit.race.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How items are claimed, renewed and released. */
abstract class ItemClaimRules extends ItemFixture {

  @Test
  void aClaimTakesNoMoreThanItsLimit() {
    accept(5);
    assertThat(claim(3, LONG)).hasSize(3);
    assertThat(claim(3, LONG)).hasSize(2);
    assertThat(claim(3, LONG)).isEmpty();
  }

  @Test
  void aClaimedItemIsHandedOverAsItIsStored() {
    accept(1);
    BatchItem claimed = claimOne();
    assertThat(claimed.key()).isEqualTo(key(1));
    assertThat(claimed.fence()).isPositive();
    assertThat(items().page(BATCH, null, Uid.EXTERNAL, ALL)).containsExactly(claimed);
    assertThat(books().fence(key(1))).isEqualTo(claimed.fence());
  }

  @Test
  void aClaimLeavesOtherBatchesAlone() {
    BatchId other = new BatchId("BATCH");
    accept(2);
    accept(other, 3);
    assertThat(claimAll()).extracting(item -> item.key().batch()).containsOnly(BATCH);
    assertThat(items().claim(other, "node", ALL, LONG)).hasSize(3);
  }

  @Test
  void anItemIsClaimableAgainWhenItsLeaseEnds() {
    accept(2);
    BatchItem first = claim(1, SHORT).get(0);
    claim(1, LONG);
    elapseShort();
    List<BatchItem> again = claimAll();
    assertThat(keys(again)).containsExactly(first.key());
    assertThat(again.get(0).fence()).isGreaterThan(first.fence());
  }

  @Test
  void eachClaimHasAGreaterFence() {
    accept(1);
    long fence = 0;
    for (int i = 0; i < 10; i++) {
      BatchItem claimed = claimOne();
      assertThat(claimed.fence()).isGreaterThan(fence);
      fence = claimed.fence();
      items().release(List.of(claimed), Duration.ZERO);
    }
  }

  @Test
  void thoseThatWaitedLongestAreClaimedFirst() {
    accept(4);
    List<BatchItem> claimed = claimAll();
    for (int i : new int[] {2, 0, 3, 1}) {
      items().release(List.of(claimed.get(i)), Duration.ZERO);
      elapseShort();
    }
    List<ItemKey> order = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      order.add(claimOne().key());
    }
    assertThat(order)
        .containsExactly(
            claimed.get(2).key(), claimed.get(0).key(), claimed.get(3).key(), claimed.get(1).key());
  }

  @Test
  void aReleasedItemIsClaimableAfterItsPause() {
    accept(2);
    List<BatchItem> claimed = claimAll();
    items().release(List.of(claimed.get(0)), SHORT);
    items().release(List.of(claimed.get(1)), LONG);
    elapseShort();
    assertThat(keys(claimAll())).containsExactly(claimed.get(0).key());
  }

  @Test
  void aReleaseChangesNothingButWhenAnItemIsClaimable() {
    accept(1);
    BatchItem claimed = claimOne();
    BatchItem worked =
        after(claimed).progress("p").sweptCents(5).calls(7).attempts(1).note("n").build();
    books().checkpoint(after(worked).availableIn(LONG));
    items().release(List.of(claimed), Duration.ZERO);
    assertThat(stored(claimed)).isEqualTo(worked);
  }

  @Test
  void aReleaseOfAnothersItemIsIgnored() {
    accept(1);
    BatchItem stale = claim(1, SHORT).get(0);
    elapseShort();
    BatchItem current = claimOne();
    items().release(List.of(stale), Duration.ZERO);
    assertThat(claimAll()).isEmpty();
    assertThat(stored(current)).isEqualTo(current);
  }

  @Test
  void aReleaseOfAFinalItemIsIgnored() {
    accept(1);
    BatchItem item = claimOne();
    books().checkpoint(after(item).state(ItemState.SWEPT).availableIn(Duration.ZERO));
    items().release(List.of(item), Duration.ZERO);
    assertThat(claimAll()).isEmpty();
  }

  @Test
  void aRenewedLeaseEndsLater() {
    accept(2);
    List<BatchItem> claimed = claim(2, SHORT);
    assertThat(items().renew(List.of(claimed.get(0)), LONG)).isEmpty();
    elapseShort();
    assertThat(keys(claimAll())).containsExactly(claimed.get(1).key());
  }

  /** Nobody else took it, so nothing is lost by going on with it. */
  @Test
  void anExpiredLeaseThatNobodyTookIsRenewed() {
    accept(1);
    List<BatchItem> claimed = claim(1, SHORT);
    elapseShort();
    assertThat(items().renew(claimed, LONG)).isEmpty();
    assertThat(claimAll()).isEmpty();
  }

  @Test
  void renewNamesThoseThatAreAnothersOrFinal() {
    accept(3);
    List<BatchItem> claimed = claim(3, SHORT);
    books().checkpoint(after(claimed.get(0)).state(ItemState.SWEPT).availableIn(LONG));
    items().renew(List.of(claimed.get(1)), LONG);
    elapseShort();
    BatchItem taken = claimOne();
    assertThat(taken.key()).isEqualTo(claimed.get(2).key());
    assertThat(items().renew(claimed, LONG))
        .containsExactlyInAnyOrder(claimed.get(0).key(), claimed.get(2).key());
    assertThat(stored(taken)).isEqualTo(taken);
  }

  @Test
  void aStaleRenewalDoesNotMoveItsSuccessorsLease() {
    accept(1);
    List<BatchItem> stale = claim(1, SHORT);
    elapseShort();
    claim(1, SHORT);
    items().renew(stale, LONG);
    elapseShort();
    assertThat(claimAll()).hasSize(1);
  }

  @Test
  void renewingAndReleasingNothingIsNoError() {
    assertThat(items().renew(List.of(), LONG)).isEmpty();
    items().release(List.of(), Duration.ZERO);
  }

  @Test
  void manyItemsAreRenewedAndReleasedAtOnce() {
    accept(1_200);
    List<BatchItem> claimed = claimAll();
    assertThat(claimed).hasSize(1_200);
    assertThat(items().renew(claimed, LONG)).isEmpty();
    items().release(claimed, Duration.ZERO);
    assertThat(claimAll()).hasSize(1_200);
  }

  @Test
  void claimsOfSeveralNodesAreDisjointAndMissNone() {
    accept(200);
    AtomicInteger total = new AtomicInteger();
    List<List<ItemKey>> taken =
        Race.of(
            4,
            node ->
                () -> {
                  List<ItemKey> mine = new ArrayList<>();
                  // A claim may pass over what others are just claiming, so one of none is no end.
                  for (int attempt = 0; attempt < 2_000 && total.get() < 200; attempt++) {
                    List<BatchItem> claimed =
                        Retry.onConflict(() -> items().claim(BATCH, "node" + node, 7, LONG));
                    total.addAndGet(claimed.size());
                    mine.addAll(keys(claimed));
                  }
                  return mine;
                });
    assertThat(taken.stream().flatMap(List::stream)).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void noTwoClaimsOfAnItemShareAFence() {
    accept(3);
    List<List<String>> fences =
        Race.of(
            4,
            node ->
                () -> {
                  List<String> mine = new ArrayList<>();
                  for (int i = 0; i < 25; i++) {
                    List<BatchItem> claimed = Retry.onConflict(() -> claim(2, LONG));
                    claimed.forEach(item -> mine.add(item.key().uid() + "/" + item.fence()));
                    items().release(claimed, Duration.ZERO);
                  }
                  return mine;
                });
    assertThat(fences.stream().flatMap(List::stream)).isNotEmpty().doesNotHaveDuplicates();
  }
}
