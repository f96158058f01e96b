// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.ledger.Checkpoint;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.Money;
import java.time.Duration;

/**
 * An account that this node has claimed and is sweeping: its {@link Sweep}, and the item as it is
 * stored. Not thread-safe.
 */
final class SweptAccount {

  /** Why no further call is made for the account, if so. */
  private enum Mode {
    SWEEPING,
    /** Its payments failed for the whole budget: unresolved. */
    GIVEN_UP,
    /** It goes on elsewhere or later, as it is. */
    LEAVING
  }

  private final Sweep sweep;
  private BatchItem stored;
  private Mode mode = Mode.SWEEPING;
  private int inFlight;
  private long callsSinceStored;

  /**
   * When its payments began to fail without a definite answer in between; negative if they do not.
   */
  private long failingSinceNanos = -1;

  private boolean failed;
  private boolean called;
  private boolean storing;
  private boolean lastWord;

  SweptAccount(BatchItem claimed, SweepPlan planIfNew) {
    stored = claimed;
    SweepProgress progress =
        claimed.progress().isEmpty()
            ? SweepProgress.start(planIfNew)
            : SweepProgress.parse(claimed.progress());
    sweep =
        claimed.state().isFinal()
            ? new SecondLook(progress, claimed.state())
            : new AccountSweep(progress);
  }

  ItemKey key() {
    return stored.key();
  }

  BatchItem stored() {
    return stored;
  }

  Sweep sweep() {
    return sweep;
  }

  void called() {
    called = true;
    inFlight++;
    callsSinceStored++;
  }

  void answered() {
    inFlight--;
  }

  /** Whether it was swept to the end: what it held tells what others may hold. */
  boolean hasSwept() {
    return stored.state() == ItemState.SWEPT && sweep instanceof AccountSweep;
  }

  /** Whether no call was made for it under this claim. */
  boolean isFresh() {
    return !called;
  }

  /** A call failed; returns for how long this account's calls have been failing. */
  long failed(long nowNanos) {
    failed = true;
    if (failingSinceNanos < 0) {
      failingSinceNanos = nowNanos;
    }
    return nowNanos - failingSinceNanos;
  }

  void succeeded() {
    failingSinceNanos = -1;
  }

  /** Whether the last call that ended has failed. */
  boolean isFailing() {
    return failingSinceNanos >= 0;
  }

  /** Whether any call has failed under this claim. */
  boolean hasFailed() {
    return failed;
  }

  void giveUp() {
    mode = Mode.GIVEN_UP;
  }

  void leave() {
    mode = Mode.LEAVING;
  }

  boolean isSweeping() {
    return mode == Mode.SWEEPING;
  }

  /** Whether this node will do no more for the account. */
  boolean isOver() {
    return sweep.isDone() || (mode != Mode.SWEEPING && inFlight == 0);
  }

  /** Whether to store the account now, with {@code callsMax} calls at most between two times. */
  boolean isToBeStored(long callsMax) {
    return !storing && (isOver() || sweep.needsReservation() || callsSinceStored >= callsMax);
  }

  /** Whether a checkpoint is on its way. */
  boolean isStoring() {
    return storing;
  }

  /** The checkpoint to write now. {@link #written} follows, before the next one is made. */
  Checkpoint checkpoint(SweepSettings settings) {
    storing = true;
    lastWord = isOver();
    boolean givenUp = mode == Mode.GIVEN_UP && lastWord && !sweep.isDone();
    boolean unresolved = givenUp && !sweep.state().isFinal();
    int attempts = stored.attempts() + (givenUp ? 1 : 0);
    Money credit = Money.ofCents(sweep.creditable());
    ItemState state = unresolved ? ItemState.UNRESOLVED : sweep.state();
    SweepProgress progress = sweep.checkpoint();
    BatchItem item =
        new BatchItem(
            stored.key(),
            state,
            stored.fence(),
            // Nobody will ask how it was done, unless there is something to look at again.
            state.isFinal() && progress.stragglers().isEmpty() ? "" : progress.toString(),
            stored.checkpoints() + (credit.isPositive() ? 1 : 0),
            stored.swept().plus(credit),
            Money.ofCents(sweep.openCents()),
            stored.calls() + callsSinceStored,
            attempts,
            unresolved ? "no definite answer within the budget" : sweep.note());
    callsSinceStored = 0;
    return new Checkpoint(item, credit, availableIn(settings, attempts));
  }

  private Duration availableIn(SweepSettings settings, int attempts) {
    if (!lastWord) {
      return settings.lease();
    }
    if (sweep.isDone()) {
      return settings.secondLook();
    }
    return mode == Mode.GIVEN_UP ? settings.pauseAfter(attempts) : Duration.ZERO;
  }

  /** A checkpoint is stored; returns whether it was the last that this node has to write. */
  boolean written(Checkpoint checkpoint) {
    storing = false;
    stored = checkpoint.item();
    if (!stored.progress().isEmpty()) {
      sweep.reserved(SweepProgress.parse(stored.progress()));
    }
    return lastWord;
  }
}
