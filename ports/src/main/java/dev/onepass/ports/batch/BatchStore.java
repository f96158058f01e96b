// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.batch;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The batches that were accepted, and how far each is as a whole.
 *
 * <p>Thread-safe; every method may block for the database, and throws {@link
 * dev.onepass.ports.error.UnavailableException} if no answer came; each may then be repeated.
 * Checked by {@code BatchStoreContract}.
 */
public interface BatchStore {

  /**
   * Stores a batch with all its items, each {@code OPEN} and claimable at once; all or nothing.
   * Does nothing if the id is known.
   *
   * @param batch the batch; not begun, not finished
   * @param uids its accounts, ascending, without repetition; up to 1,000,000
   * @return the batch as stored under this id, which is another one than {@code batch} if its
   *     fingerprint differs
   */
  Batch accept(Batch batch, List<Uid> uids);

  Optional<Batch> find(BatchId id);

  /** The batches that are not finished, oldest first. */
  List<Batch> unfinished();

  /**
   * Finished batches with items that are claimable now, those that are so for longest first.
   *
   * @param limit the most to return; positive
   */
  List<Batch> dueForSecondLook(int limit);

  /**
   * Notes that a finished batch had no claimable item just now: it is due again when the next of
   * its items is claimable, if any will be.
   */
  void lookedAgain(BatchId id);

  /** The newest batches, newest first, whatever their state. */
  List<Batch> newest(int limit);

  /** Notes that the third party confirmed the begin call. The first time counts. */
  void begun(BatchId id, Instant at);

  /** Notes that the third party confirmed the finish call. The first time counts. */
  void finished(BatchId id, Instant at);
}
