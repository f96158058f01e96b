// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static dev.onepass.testkit.data.BatchBuilder.aBatch;
import static dev.onepass.testkit.data.Uids.uid;
import static dev.onepass.testkit.data.Uids.uids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.race.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Items that are packed away until they are claimed are items as any other. */
abstract class BacklogRules {

  private static final BatchId BATCH = new BatchId("batch");
  private static final Duration LONG = Duration.ofHours(1);
  private static final int MANY = 3_456;

  abstract MySqlAdapter mysql();

  @Test
  void theFirstClaimsTakeTheSmallestUids() {
    accept(uids(1, MANY));
    assertThat(claim(10)).extracting(item -> item.key().uid()).isEqualTo(uids(1, 10));
    assertThat(claim(2_500)).extracting(item -> item.key().uid()).isEqualTo(uids(11, 2_510));
    assertThat(claim(MANY)).extracting(item -> item.key().uid()).isEqualTo(uids(2_511, MANY));
    assertThat(claim(1)).isEmpty();
  }

  @Test
  void thoseNeverClaimedComeBeforeThoseGivenBack() {
    accept(uids(1, MANY));
    mysql().items().release(claim(1_000), Duration.ZERO);
    assertThat(claim(1_500)).extracting(item -> item.key().uid()).isEqualTo(uids(1_001, 2_500));
  }

  @Test
  void nodesThatClaimAtOnceShareAllItems() {
    accept(uids(1, MANY));
    AtomicInteger total = new AtomicInteger();
    List<List<BatchItem>> claimed =
        Race.of(
            4,
            node ->
                () -> {
                  List<BatchItem> mine = new ArrayList<>();
                  for (int attempt = 0; attempt < 5_000 && total.get() < MANY; attempt++) {
                    List<BatchItem> some = claim(97);
                    total.addAndGet(some.size());
                    mine.addAll(some);
                  }
                  return mine;
                });
    assertThat(claimed.stream().flatMap(List::stream).map(BatchItem::key))
        .hasSize(MANY)
        .doesNotHaveDuplicates();
  }

  @Test
  void pagesGoOverPackedAndUnpackedItemsAlike() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Set<Uid> sparse = new TreeSet<>();
    while (sparse.size() < MANY) {
      sparse.add(uid(1 + Math.floorMod(random.nextLong(), 1L << (1 + random.nextInt(62)))));
    }
    List<Uid> all = List.copyOf(sparse);
    accept(all);
    for (int round = 0; round < 5; round++) {
      int limit = 1 + random.nextInt(MANY);
      Uid after = random.nextInt(3) == 0 ? Uid.EXTERNAL : all.get(random.nextInt(MANY));
      List<Uid> expected =
          all.stream().filter(uid -> uid.compareTo(after) > 0).limit(limit).toList();
      for (ItemState state : new ItemState[] {null, ItemState.OPEN}) {
        assertThat(mysql().items().page(BATCH, state, after, limit))
            .as("seed %d, round %d", seed, round)
            .extracting(item -> item.key().uid())
            .isEqualTo(expected);
      }
      claim(random.nextInt(1_000));
    }
    assertThat(mysql().items().page(BATCH, ItemState.SWEPT, Uid.EXTERNAL, MANY)).isEmpty();
    assertThat(mysql().items().progress(BATCH).count(ItemState.OPEN)).isEqualTo(MANY);
  }

  @Test
  void aTransactionReadsPackedItems() {
    accept(uids(1, MANY));
    Map<ItemKey, Long> fences = fences(key(2_001), key(2_002), key(MANY), key(MANY + 1));
    assertThat(fences).isEqualTo(Map.of(key(2_001), 0L, key(2_002), 0L, key(MANY), 0L));
    assertThat(claim(MANY)).hasSize(MANY);
  }

  private Map<ItemKey, Long> fences(ItemKey... keys) {
    return mysql()
        .ledger()
        .transact(
            new LedgerReads(Set.of(), Set.of(), Set.of(keys)),
            snapshot -> new Decided<>(LedgerChanges.NONE, snapshot.fences()));
  }

  private static ItemKey key(long uid) {
    return new ItemKey(BATCH, uid(uid));
  }

  private void accept(List<Uid> uids) {
    mysql().batches().accept(aBatch(BATCH.value()).of(uids).build(), uids);
  }

  private List<BatchItem> claim(int limit) {
    return mysql().items().claim(BATCH, "node", Math.max(1, limit), LONG);
  }
}
