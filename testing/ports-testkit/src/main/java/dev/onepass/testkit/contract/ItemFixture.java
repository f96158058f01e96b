// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.BatchBuilder.aBatch;
import static dev.onepass.testkit.data.Uids.uid;
import static dev.onepass.testkit.data.Uids.uids;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** What the tests of an item store share. */
abstract class ItemFixture {

  /** So long that it never ends within a test. */
  static final Duration LONG = Duration.ofHours(1);

  /** So short that a test can wait for its end. */
  static final Duration SHORT = Duration.ofMillis(50);

  static final BatchId BATCH = new BatchId("batch");
  static final int ALL = 10_000;

  /** The store under test, which is empty when a test begins. */
  protected abstract ItemStore items();

  /** The batches whose items {@link #items()} has. */
  protected abstract BatchStore batches();

  /** The ledger whose transactions write the items of {@link #items()}. */
  protected abstract LedgerStore ledger();

  /** Returns when the store's clock is at least so much further: by a manual one, or by waiting. */
  protected abstract void elapse(Duration duration);

  Bookkeeper books() {
    return new Bookkeeper(ledger());
  }

  /** Lets a short lease end, and makes the next instant a later one by any clock. */
  void elapseShort() {
    elapse(SHORT.plusMillis(10));
  }

  void accept(long count) {
    accept(BATCH, count);
  }

  void accept(BatchId batch, long count) {
    batches().accept(aBatch(batch.value()).of(uids(1, count)).build(), uids(1, count));
  }

  List<BatchItem> claim(int limit, Duration lease) {
    return items().claim(BATCH, "node", limit, lease);
  }

  List<BatchItem> claimAll() {
    return claim(ALL, LONG);
  }

  BatchItem claimOne() {
    return claim(1, LONG).get(0);
  }

  BatchItem stored(BatchItem item) {
    Uid before = uid(item.key().uid().value() - 1);
    return items().page(item.key().batch(), null, before, 1).get(0);
  }

  static ItemKey key(long uid) {
    return new ItemKey(BATCH, uid(uid));
  }

  static List<ItemKey> keys(Collection<BatchItem> items) {
    return items.stream().map(BatchItem::key).toList();
  }
}
