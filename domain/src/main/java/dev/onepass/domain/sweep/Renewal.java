// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.model.SweepSettings;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Renews this node's claims, all at once, each third of their length. While they may have run out,
 * as they have when a process was stopped for long and goes on, the node holds nothing for certain:
 * what it sent then would be right, but another node may have had its answers to the same payments,
 * and nobody would hear of these. Used from within the mailbox.
 */
final class Renewal {

  private static final Duration AGAIN = Duration.ofMillis(500);

  private final ItemStore items;
  private final Duration lease;
  private final Timekeeper time;
  private final AccountLeases accountLeases;
  private final BlockingWork blocking;
  private final Told told;
  private boolean running;
  private long dueNanos;

  /** Until when all claims last for certain, by this node's own clock. */
  private long heldUntilNanos;

  Renewal(
      ItemStore items,
      SweepSettings settings,
      Timekeeper time,
      AccountLeases accountLeases,
      BlockingWork blocking) {
    this.items = items;
    this.lease = settings.lease();
    this.time = time;
    this.accountLeases = accountLeases;
    this.blocking = blocking;
    this.told = new Told("the renewal of this node's claims", time);
    this.dueNanos = time.nanoTime();
    this.heldUntilNanos = dueNanos;
  }

  /** Whether what this node has claimed is its own for certain. */
  boolean holds(long now) {
    return heldUntilNanos > now;
  }

  boolean isDue(long now) {
    return !running && dueNanos <= now;
  }

  /**
   * Renews the claims on these items.
   *
   * @param lost hears of those that are another node's by now
   */
  void renew(List<BatchItem> held, long now, Consumer<Set<ItemKey>> lost) {
    running = true;
    blocking.call(
        () -> {
          accountLeases.renew();
          return held.isEmpty() ? Set.<ItemKey>of() : items.renew(held, lease);
        },
        outcome -> {
          running = false;
          Set<ItemKey> keys = outcome.result();
          Duration pause = keys == null ? AGAIN : lease.dividedBy(3);
          dueNanos = time.nanoTime() + pause.toNanos();
          if (keys == null) {
            told.failed(outcome, pause);
          } else {
            told.succeeded();
            heldUntilNanos = now + lease.toNanos();
            lost.accept(keys);
          }
        });
  }

  /** In how many nanoseconds it is due; {@link Long#MAX_VALUE} while it is under way. */
  long dueInNanos(long now) {
    return running ? Long.MAX_VALUE : Math.max(0, dueNanos - now);
  }
}
