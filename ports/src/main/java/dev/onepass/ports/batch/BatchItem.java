// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.batch;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Texts;

/**
 * An account of a batch, as last stored.
 *
 * @param key which
 * @param state how far it is
 * @param fence the fencing token of its last claim; zero before the first
 * @param progress how far its sweep is, in the sweep's own notation; empty before the first claim,
 *     and when nothing more is to be asked
 * @param checkpoints how many checkpoints have credited money
 * @param swept what was credited to the account for this item
 * @param inDoubt the sum of payments that were asked for and have no definite answer
 * @param calls payment calls made so far, retries included
 * @param attempts how often its budget was spent without an end
 * @param note why it is as it is, for people; may be empty; cut to {@link #NOTE_LENGTH_MAX}
 */
public record BatchItem(
    ItemKey key,
    ItemState state,
    long fence,
    String progress,
    int checkpoints,
    Money swept,
    Money inDoubt,
    long calls,
    int attempts,
    String note) {

  /** The longest progress that stores must keep. */
  public static final int PROGRESS_LENGTH_MAX = 2000;

  /** The longest note that stores must keep. */
  public static final int NOTE_LENGTH_MAX = 200;

  /**
   * @throws IllegalArgumentException if the progress is longer than stores keep, since nothing of
   *     it may be lost, or a number is negative
   */
  public BatchItem {
    if (progress.length() > PROGRESS_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "the progress of " + key + " has " + progress.length() + " characters");
    }
    if (fence < 0 || checkpoints < 0 || calls < 0 || attempts < 0) {
      throw new IllegalArgumentException("a negative number in the item " + key);
    }
    note = Texts.cut(note, NOTE_LENGTH_MAX);
  }

  /** Returns an item that was accepted, and no more. */
  public static BatchItem untouched(ItemKey key) {
    return new BatchItem(key, ItemState.OPEN, 0, "", 0, Money.ZERO, Money.ZERO, 0, 0, "");
  }

  /** Returns the item as a claim leaves it: under the next fence, otherwise unchanged. */
  public BatchItem claimed() {
    return new BatchItem(
        key, state, fence + 1, progress, checkpoints, swept, inDoubt, calls, attempts, note);
  }

  /** Returns the item as it is when it is opened again: under the next fence, with its past. */
  public BatchItem reopened() {
    return new BatchItem(
        key, ItemState.OPEN, fence + 1, progress, checkpoints, swept, inDoubt, calls, attempts, "");
  }

  /**
   * Whether nothing more will happen to it. A final item with progress is claimable again: some of
   * its payments are to be asked for once more.
   */
  public boolean isClosed() {
    return state.isFinal() && progress.isEmpty();
  }
}
