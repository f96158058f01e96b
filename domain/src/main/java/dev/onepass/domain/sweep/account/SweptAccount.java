// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.account;

import dev.onepass.domain.ledger.Checkpoint;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.domain.sweep.plan.PaymentRef;
import dev.onepass.domain.sweep.plan.SweepPlan;
import dev.onepass.domain.sweep.plan.SweepProgress;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.thirdparty.PayAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account that this node has claimed and is sweeping: its {@link Sweep}, and the item as it is
 * stored.
 *
 * <pre>
 *   mode       what it means                              leaves it by
 *   SWEEPING   its calls are made                         giveUp: GIVEN_UP, leave: LEAVING
 *   GIVEN_UP   they failed for the whole budget           leave: LEAVING
 *   LEAVING    it goes on elsewhere or later, as it is
 * </pre>
 *
 * <p>In every mode it is over once its sweep is done; in the last two as soon as no call is in
 * flight. What is over is stored once more, and then gone. Not thread-safe.
 */
public final class SweptAccount {

  /** Why no further call is made for the account, if so. */
  private enum Mode {
    SWEEPING,
    /** Its payments failed for the whole budget: unresolved. */
    GIVEN_UP,
    /** It goes on elsewhere or later, as it is. */
    LEAVING
  }

  private final Sweep sweep;
  private final Standing standing;
  private BatchItem stored;
  private Mode mode = Mode.SWEEPING;
  private int inFlight;
  private long callsSinceStored;

  /** Why the last call failed; null if the last that ended did not. */
  private @Nullable PayAnswer failing;

  /** When its payments began to fail without a definite answer in between, if they do. */
  private long failingSinceNanos;

  private @Nullable PaymentRef tryFirst;
  private final List<PaymentRef> aside = new ArrayList<>();
  private boolean doubtful;
  private boolean failed;
  private boolean called;
  private boolean proven;
  private boolean storing;
  private boolean lastWord;
  private int checkpointFailures;

  /**
   * @param standing its batch's
   * @throws IllegalArgumentException if the item's progress cannot be read, with the reason
   */
  public SweptAccount(BatchItem claimed, SweepPlan planIfNew, Standing standing) {
    stored = claimed;
    this.standing = standing;
    doubtful = claimed.attempts() > 0;
    SweepProgress progress =
        claimed.progress().isEmpty()
            ? SweepProgress.start(planIfNew, claimed.calls())
            : SweepProgress.parse(claimed.progress());
    sweep =
        claimed.state().isFinal()
            ? new SecondLook(progress, claimed.state())
            : new AccountSweep(progress);
  }

  public ItemKey key() {
    return stored.key();
  }

  public Standing standing() {
    return standing;
  }

  public BatchItem stored() {
    return stored;
  }

  public Sweep sweep() {
    return sweep;
  }

  public void called() {
    called = true;
    inFlight++;
    callsSinceStored++;
  }

  public void answered() {
    inFlight--;
  }

  /** Whether it was swept to the end: what it held tells what others may hold. */
  public boolean hasSwept() {
    return stored.state() == ItemState.SWEPT && sweep instanceof AccountSweep;
  }

  /** Whether no call was made for it under this claim. */
  public boolean isFresh() {
    return !called;
  }

  /** A call failed; returns for how long this account's calls have been failing. */
  public long failed(PayAnswer why, long nowNanos) {
    failed = true;
    if (failing == null) {
      failingSinceNanos = nowNanos;
    }
    failing = why;
    return nowNanos - failingSinceNanos;
  }

  /** A call had a definite answer; returns the payments that were put aside until then. */
  public List<PaymentRef> succeeded() {
    failing = null;
    doubtful = false;
    proven = true;
    tryFirst = null;
    if (aside.isEmpty()) {
      return List.of();
    }
    List<PaymentRef> waiting = List.copyOf(aside);
    aside.clear();
    return waiting;
  }

  /** Whether a payment is the one to try, of those that keep failing. */
  public boolean isToTryFirst(PaymentRef ref) {
    if (tryFirst == null) {
      tryFirst = ref;
    }
    return tryFirst.equals(ref);
  }

  /** Has a payment that keeps failing wait until another of the account has its answer. */
  public void putAside(PaymentRef ref) {
    aside.add(ref);
  }

  /** Whether it was given up before, and has had no definite answer since. */
  public boolean isDoubtful() {
    return doubtful;
  }

  /** Whether it has had a definite answer under this claim. */
  public boolean isProven() {
    return proven;
  }

  /** Whether the last call that ended has failed. */
  public boolean isFailing() {
    return failing != null;
  }

  /** Whether any call has failed under this claim. */
  public boolean hasFailed() {
    return failed;
  }

  public void giveUp() {
    if (mode == Mode.SWEEPING) {
      mode = Mode.GIVEN_UP;
    }
  }

  public void leave() {
    mode = Mode.LEAVING;
  }

  public boolean isSweeping() {
    return mode == Mode.SWEEPING;
  }

  /** Whether this node will do no more for the account. */
  public boolean isOver() {
    return sweep.isDone() || (mode != Mode.SWEEPING && inFlight == 0);
  }

  /** Whether to store the account now, with {@code callsMax} calls at most between two times. */
  public boolean isToBeStored(long callsMax) {
    return !storing && (isOver() || sweep.needsReservation() || callsSinceStored >= callsMax);
  }

  /** Whether a checkpoint is on its way. */
  public boolean isStoring() {
    return storing;
  }

  /** The checkpoint to write now. {@link #written} follows, before the next one is made. */
  public Checkpoint checkpoint(SweepSettings settings) {
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
            note(unresolved));
    Checkpoint checkpoint = new Checkpoint(item, credit, availableIn(settings, attempts));
    storing = true;
    callsSinceStored = 0;
    return checkpoint;
  }

  private String note(boolean unresolved) {
    if (unresolved) {
      return "no definite answer within the budget; the last: " + lastAnswer();
    }
    return sweep.note().isEmpty() && isFailing()
        ? "the last answer: " + lastAnswer()
        : sweep.note();
  }

  private String lastAnswer() {
    if (failing instanceof PayAnswer.InDoubt doubt) {
      return doubt.cause() + ": " + doubt.message();
    }
    return failing instanceof PayAnswer.TurnedAway away ? "turned away: " + away.message() : "none";
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

  /** A checkpoint could not be stored; returns how often in a row. */
  public int checkpointFailed() {
    return ++checkpointFailures;
  }

  /** A checkpoint is stored; returns whether it was the last that this node has to write. */
  public boolean written(Checkpoint checkpoint) {
    storing = false;
    checkpointFailures = 0;
    stored = checkpoint.item();
    if (!stored.progress().isEmpty()) {
      sweep.reserved(SweepProgress.parse(stored.progress()));
    }
    return lastWord;
  }
}
