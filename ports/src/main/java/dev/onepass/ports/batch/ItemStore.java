// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.batch;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The items of batches: claimed by nodes under leases, so that several nodes can share a batch and
 * a dead node's items are taken over. {@link dev.onepass.ports.ledger.LedgerStore#transact} writes
 * their progress, under the fence.
 *
 * <p>An item that is not closed is claimable from an instant on that each claim, renewal, release
 * and checkpoint moves; the store's own clock decides. Thread-safe; every method may block for the
 * database, and throws {@link dev.onepass.ports.error.UnavailableException} if no answer came.
 * Checked by {@code ItemStoreContract}.
 */
public interface ItemStore {

  /**
   * Claims items of the batch that are claimable now, those that waited longest first. Each gets a
   * new fencing token, greater than any it had. Never waits for items that another node is just
   * claiming. After an exception, what was claimed becomes claimable again when the lease ends.
   *
   * @param owner the claiming node, for people
   * @param limit the most to claim; positive
   * @param lease for how long nobody else can claim them
   */
  List<BatchItem> claim(BatchId batch, String owner, int limit, Duration lease);

  /**
   * Extends the lease of items that are still held under the given fence. An item that is not
   * claimable for longer than that, as its last checkpoint said, stays so.
   *
   * @return the keys of those that are not: they are another's now, or closed
   */
  Set<ItemKey> renew(Collection<BatchItem> items, Duration lease);

  /**
   * Makes items claimable after a pause, unchanged; ignores those that are another's by now.
   *
   * @param pause not negative; zero for at once
   */
  void release(Collection<BatchItem> items, Duration pause);

  /**
   * Makes the items of a batch that are in this state claimable at once. Unresolved ones that a
   * node has claimed are left to it. Missing and rejected ones are opened again, under a new fence,
   * with the progress that they have; the batch itself stays as it is, finished ones among them.
   *
   * @param state unresolved, missing or rejected
   * @return how many
   * @throws IllegalArgumentException for another state
   */
  long resume(BatchId batch, ItemState state);

  /** A batch in numbers, in a time that does not grow with the batch. */
  BatchProgress progress(BatchId batch);

  /**
   * The items of a batch by ascending uid.
   *
   * @param state only those in this state; all if null
   * @param after only uids greater than this; {@link Uid#EXTERNAL} for the first page
   * @param limit the most to return; positive
   */
  List<BatchItem> page(BatchId batch, @Nullable ItemState state, Uid after, int limit);
}
