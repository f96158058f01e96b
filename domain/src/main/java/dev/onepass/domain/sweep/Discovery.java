// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks for batches of the store that are due: every two seconds, at once when one was accepted,
 * and again at once while there are more than one look takes. Used from within the mailbox.
 */
final class Discovery {

  /** Batches that are new to this node, of one look at the store. */
  private static final int NEW_MAX = 64;

  private static final Duration EVERY = Duration.ofSeconds(2);

  private final BatchStore batches;
  private final Timekeeper time;
  private final BlockingWork blocking;
  private final Runs runs;
  private final Consumer<Batch> found;
  private final Told told;
  private boolean looking;
  private boolean again;
  private long dueNanos;

  /**
   * @param runs those that are known
   * @param found hears of each that is due, be it known or not
   */
  Discovery(
      BatchStore batches,
      Timekeeper time,
      BlockingWork blocking,
      Runs runs,
      Consumer<Batch> found) {
    this.batches = batches;
    this.time = time;
    this.blocking = blocking;
    this.runs = runs;
    this.found = found;
    this.told = new Told("the look for batches that are due", time);
    this.dueNanos = time.nanoTime();
  }

  /** Has it look now rather than soon. */
  void want() {
    dueNanos = time.nanoTime();
    again = looking;
  }

  /** Looks, if it is time to. */
  void lookIfDue(long now) {
    if (looking || dueNanos - now > 0) {
      return;
    }
    looking = true;
    int limit = runs.size() + NEW_MAX;
    blocking.call(() -> batches.due(limit), due -> looked(due, limit));
  }

  private void looked(Outcome<List<Batch>> due, int limit) {
    looking = false;
    List<Batch> batchesDue = due.result();
    if (batchesDue == null) {
      told.failed(due, EVERY);
    } else {
      told.succeeded();
      batchesDue.forEach(found);
    }
    boolean isThereMore = again || (batchesDue != null && batchesDue.size() == limit);
    again = false;
    dueNanos = time.nanoTime() + (isThereMore ? 0 : EVERY.toNanos());
  }

  /** In how many nanoseconds it is due; {@link Long#MAX_VALUE} while it looks. */
  long dueInNanos(long now) {
    return looking ? Long.MAX_VALUE : Math.max(0, dueNanos - now);
  }
}
