// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.batch;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
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
   * Returns the batches that there is something to do for now, those that have been due for longest
   * first. A batch is due from its acceptance on, until {@link #rest} or {@link #waits} puts it
   * off. The time that this takes does not grow with the number of batches that are not due.
   *
   * @param limit the most to return; positive
   */
  List<Batch> due(int limit);

  /**
   * Puts a batch off until the next of its items is claimable, since none is now. If none ever will
   * be, a finished batch is not due again, and one that is to be finished is due after a pause.
   *
   * @param pause of a batch that is yet to be finished; not negative
   */
  void rest(BatchId id, Duration pause);

  /**
   * Puts a batch off for a pause, and keeps the reason for people until the batch begins, finishes
   * or rests. Counts how often it was put off in a row; the first time is what it waits since.
   *
   * @param reason why it cannot go on; cut to {@link Waiting#REASON_LENGTH_MAX}
   * @param at the time, for people
   * @param pause not negative; zero has it due at once
   */
  void waits(BatchId id, String reason, Instant at, Duration pause);

  /** Has a batch due at once; its reason to wait, if it has one, stays. */
  void hasten(BatchId id);

  /** The newest batches, newest first, whatever their state. */
  List<Batch> newest(int limit);

  /** Notes that the third party confirmed the begin call. The first time counts. */
  void begun(BatchId id, Instant at);

  /** Notes that the third party confirmed the finish call. The first time counts. */
  void finished(BatchId id, Instant at);
}
