// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.data;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemCheckpoint;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.Money;
import java.time.Duration;

/** Builds the next state of a batch item from the one it was claimed in. Not thread-safe. */
public final class ItemBuilder {

  private final BatchItem claimed;
  private ItemState state;
  private String progress;
  private int checkpoints;
  private Money swept;
  private Money inDoubt;
  private long calls;
  private int attempts;
  private String note;

  private ItemBuilder(BatchItem claimed) {
    this.claimed = claimed;
    this.state = claimed.state();
    this.progress = claimed.progress();
    this.checkpoints = claimed.checkpoints();
    this.swept = claimed.swept();
    this.inDoubt = claimed.inDoubt();
    this.calls = claimed.calls();
    this.attempts = claimed.attempts();
    this.note = claimed.note();
  }

  /** Begins with everything as it was claimed, the fence included. */
  public static ItemBuilder after(BatchItem claimed) {
    return new ItemBuilder(claimed);
  }

  public ItemBuilder state(ItemState newState) {
    this.state = newState;
    return this;
  }

  public ItemBuilder progress(String newProgress) {
    this.progress = newProgress;
    return this;
  }

  public ItemBuilder checkpoints(int number) {
    this.checkpoints = number;
    return this;
  }

  public ItemBuilder sweptCents(long cents) {
    this.swept = Money.ofCents(cents);
    return this;
  }

  public ItemBuilder inDoubtCents(long cents) {
    this.inDoubt = Money.ofCents(cents);
    return this;
  }

  public ItemBuilder calls(long number) {
    this.calls = number;
    return this;
  }

  public ItemBuilder attempts(int number) {
    this.attempts = number;
    return this;
  }

  public ItemBuilder note(String newNote) {
    this.note = newNote;
    return this;
  }

  public BatchItem build() {
    return new BatchItem(
        claimed.key(),
        state,
        claimed.fence(),
        progress,
        checkpoints,
        swept,
        inDoubt,
        calls,
        attempts,
        note);
  }

  /** The item, claimable again after that time. */
  public ItemCheckpoint availableIn(Duration duration) {
    return new ItemCheckpoint(build(), duration);
  }
}
