// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.ItemBuilder.after;
import static dev.onepass.testkit.data.Uids.uid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every {@link dev.onepass.ports.batch.ItemStore} must do, with the ledger that writes its
 * items. Each test begins with an empty store.
 */
public abstract class ItemStoreContract extends ResumeRules {

  @Test
  void anUnknownBatchHasNoItems() {
    BatchId unknown = new BatchId("unknown");
    assertThat(items().claim(unknown, "node", 1, LONG)).isEmpty();
    assertThat(items().page(unknown, null, Uid.EXTERNAL, 1)).isEmpty();
    assertThat(items().resume(unknown, ItemState.UNRESOLVED)).isZero();
    assertThat(items().resume(unknown, ItemState.REJECTED)).isZero();
    assertThat(items().progress(unknown).unsettled()).isZero();
  }

  @Test
  void pagesGoByAscendingUidWithoutGapOrRepetition() {
    accept(10);
    List<Uid> seen = new ArrayList<>();
    List<BatchItem> page = items().page(BATCH, null, Uid.EXTERNAL, 3);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(3);
      page.forEach(item -> seen.add(item.key().uid()));
      page = items().page(BATCH, null, seen.get(seen.size() - 1), 3);
    }
    assertThat(seen).hasSize(10).isSorted().startsWith(uid(1)).endsWith(uid(10));
  }

  @Test
  void aPageCanBeOfOneStateOnly() {
    accept(6);
    for (BatchItem item : claimAll()) {
      boolean even = item.key().uid().value() % 2 == 0;
      ItemState state = even ? ItemState.MISSING : ItemState.SWEPT;
      books().checkpoint(after(item).state(state).availableIn(LONG));
    }
    assertThat(keys(items().page(BATCH, ItemState.MISSING, Uid.EXTERNAL, 2)))
        .containsExactly(key(2), key(4));
    assertThat(keys(items().page(BATCH, ItemState.MISSING, uid(4), 2))).containsExactly(key(6));
    assertThat(items().page(BATCH, ItemState.OPEN, Uid.EXTERNAL, 2)).isEmpty();
  }

  @Test
  void theProgressOfABatchIsItsOwn() {
    accept(2);
    accept(new BatchId("BATCH"), 3);
    assertThat(items().progress(BATCH).count(ItemState.OPEN)).isEqualTo(2);
    books().checkpoint(after(claimOne()).state(ItemState.SWEPT).sweptCents(5).availableIn(LONG));
    BatchProgress other = items().progress(new BatchId("BATCH"));
    assertThat(other.count(ItemState.OPEN)).isEqualTo(3);
    assertThat(other.swept()).isEqualTo(Money.ZERO);
  }

  /** Whatever happens, the numbers of a batch are the sums over its items. */
  @Test
  void theProgressIsAlwaysTheSumOverTheItems() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    accept(12);
    for (int step = 0; step < 120; step++) {
      doSomething(random);
      List<BatchItem> all = items().page(BATCH, null, Uid.EXTERNAL, ALL);
      assertSums(items().progress(BATCH), all, "seed " + seed + ", step " + step);
    }
  }

  private void doSomething(Random random) {
    List<BatchItem> claimed = claim(1 + random.nextInt(4), LONG);
    for (BatchItem item : claimed) {
      switch (random.nextInt(4)) {
        case 0 -> items().release(List.of(item), Duration.ZERO);
        case 1 -> items().renew(List.of(item), Duration.ofHours(2));
        default -> checkpoint(item, random);
      }
    }
    if (claimed.isEmpty()) {
      items()
          .page(BATCH, null, uid(random.nextInt(12)), 3)
          .forEach(item -> checkpoint(item, random));
    }
  }

  private void checkpoint(BatchItem item, Random random) {
    ItemState[] states = ItemState.values();
    ItemState state =
        random.nextInt(3) == 0 ? states[random.nextInt(states.length)] : ItemState.OPEN;
    books()
        .checkpoint(
            after(item)
                .state(state)
                .sweptCents(item.swept().cents() + random.nextInt(100_000))
                .inDoubtCents(Math.max(0, random.nextInt(2_000_000) - 1_000_000))
                .calls(item.calls() + random.nextInt(50))
                .availableIn(random.nextBoolean() ? Duration.ZERO : LONG));
  }

  static void assertSums(BatchProgress progress, List<BatchItem> items, String when) {
    for (ItemState state : ItemState.values()) {
      long counted = items.stream().filter(item -> item.state() == state).count();
      assertThat(progress.count(state)).as("%s: %s", when, state).isEqualTo(counted);
    }
    assertThat(progress.swept())
        .as(when)
        .isEqualTo(items.stream().map(BatchItem::swept).reduce(Money.ZERO, Money::plus));
    assertThat(progress.inDoubt())
        .as(when)
        .isEqualTo(items.stream().map(BatchItem::inDoubt).reduce(Money.ZERO, Money::plus));
    assertThat(progress.calls())
        .as(when)
        .isEqualTo(items.stream().mapToLong(BatchItem::calls).sum());
  }
}
