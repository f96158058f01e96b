// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.supervision.Backoff;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Has all unresolved accounts tried again at once, whatever pauses they have earned: when the third
 * party is back after an outage, and when a node starts, since that is what follows a mended
 * configuration. Used from within the mailbox.
 */
final class Resumption {

  private static final Backoff AGAIN = Backoff.ofMillis(1_000, 60_000);

  private final BatchStore batches;
  private final ItemStore items;
  private final BooleanSupplier goesOn;
  private final Timekeeper time;
  private final BlockingWork blocking;
  private final Runnable resumed;
  private final Told told;

  /** From the beginning: nobody knows what has changed since the last start. */
  private boolean wanted = true;

  private boolean underway;
  private long notBeforeNanos;

  /**
   * @param goesOn whether this node still works; asked by any thread
   * @param resumed is told when there is something to look for in the store
   */
  Resumption(
      SweepPorts ports,
      BooleanSupplier goesOn,
      Timekeeper time,
      BlockingWork blocking,
      Runnable resumed) {
    this.batches = ports.batches();
    this.items = ports.items();
    this.goesOn = goesOn;
    this.time = time;
    this.blocking = blocking;
    this.resumed = resumed;
    this.told = new Told("the resumption of unresolved accounts", time);
    this.notBeforeNanos = time.nanoTime();
  }

  void want() {
    wanted = true;
  }

  void resumeIfWanted(long nowNanos) {
    if (!wanted || underway || notBeforeNanos - nowNanos > 0) {
      return;
    }
    wanted = false;
    underway = true;
    blocking.call(
        this::resumeAll,
        outcome -> {
          underway = false;
          Boolean some = outcome.result();
          if (some == null) {
            Duration pause = AGAIN.after(told.count() + 1);
            told.failed(outcome, pause);
            notBeforeNanos = time.nanoTime() + pause.toNanos();
            wanted = true;
            return;
          }
          told.succeeded();
          if (some) {
            resumed.run();
          }
        });
  }

  private boolean resumeAll() {
    boolean some = false;
    for (Batch batch : batches.unfinished()) {
      boolean any =
          goesOn.getAsBoolean()
              && items.progress(batch.id()).count(ItemState.UNRESOLVED) > 0
              && items.resume(batch.id(), ItemState.UNRESOLVED) > 0;
      some |= any;
    }
    return some;
  }

  /** In how many nanoseconds to be asked again; {@link Long#MAX_VALUE} if nothing is wanted. */
  long wakeInNanos(long nowNanos) {
    return wanted && !underway ? Math.max(0, notBeforeNanos - nowNanos) : Long.MAX_VALUE;
  }
}
