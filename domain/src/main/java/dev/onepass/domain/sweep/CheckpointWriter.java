// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.ledger.Checkpoint;
import dev.onepass.domain.ledger.CheckpointOutcome;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.domain.supervision.Backoff;
import dev.onepass.domain.supervision.Repeated;
import dev.onepass.domain.sweep.account.PutOff;
import dev.onepass.domain.sweep.account.SweptAccount;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Stores how far accounts are, each checkpoint until it is known to be written: whether one that
 * failed was written is not known, and the same again tells, and counts once. Used from within the
 * mailbox.
 */
final class CheckpointWriter {

  /** Hears what became of a checkpoint. */
  interface Listener {

    /** It is written, and the account goes on. */
    void goOn(SweptAccount account);

    /** No call more is to be made for the account: what it has taken cannot be credited now. */
    void leave(SweptAccount account);

    /** This node has no more to do for the account: all is written, or it is another node's. */
    void drop(SweptAccount account);
  }

  private static final Logger LOG = System.getLogger(SweepEngine.class.getName());
  private static final Backoff AGAIN = Backoff.ofMillis(500, 4_000);

  /** After a bug, which is not likely to pass. */
  private static final Backoff AGAIN_RARELY = Backoff.ofMillis(500, 60_000);

  private final SweepPorts ports;
  private final SweepSettings settings;
  private final Timekeeper time;
  private final Mailbox mailbox;
  private final Listener listener;
  private final Told told;
  private final Repeated full;
  private boolean abandoned;

  CheckpointWriter(
      SweepPorts ports,
      SweepSettings settings,
      Timekeeper time,
      Mailbox mailbox,
      Listener listener) {
    this.ports = ports;
    this.settings = settings;
    this.time = time;
    this.mailbox = mailbox;
    this.listener = listener;
    this.told = new Told("a checkpoint", time);
    this.full = new Repeated(time);
  }

  /** Has checkpoints that fail from now on left at that. */
  void abandon() {
    abandoned = true;
  }

  /** Stores how far an account is. */
  void store(SweptAccount account) {
    store(account, account.checkpoint(settings));
  }

  private void store(SweptAccount account, Checkpoint checkpoint) {
    Guarded.call(() -> ports.checkpoints().apply(checkpoint))
        .whenComplete(
            (outcome, failure) ->
                mailbox.post(() -> stored(account, checkpoint, Outcome.of(outcome, failure))));
  }

  private void stored(
      SweptAccount account, Checkpoint checkpoint, Outcome<CheckpointOutcome> outcome) {
    if (outcome.result() == null) {
      failed(account, checkpoint, outcome);
      return;
    }
    told.succeeded();
    if (outcome.result() == CheckpointOutcome.BALANCE_LIMIT) {
      putOff(account, checkpoint);
    } else if (outcome.result() == CheckpointOutcome.STALE_FENCE || account.written(checkpoint)) {
      listener.drop(account);
    } else {
      listener.goOn(account);
    }
  }

  private void failed(
      SweptAccount account, Checkpoint checkpoint, Outcome<CheckpointOutcome> outcome) {
    Backoff again = outcome.isExpected() ? AGAIN : AGAIN_RARELY;
    Duration pause = again.after(account.checkpointFailed());
    told.failed(outcome, pause);
    if (!abandoned) {
      time.after(pause, () -> mailbox.post(() -> store(account, checkpoint)));
    }
  }

  /** What was taken outside is asked for again, and credited, once the account can hold it. */
  private void putOff(SweptAccount account, Checkpoint checkpoint) {
    listener.leave(account);
    BatchItem stored = account.stored();
    Money taken = checkpoint.credit().plus(checkpoint.item().inDoubt());
    String why =
        "the account cannot hold the %s that was taken outside; it is credited when it can"
            .formatted(checkpoint.credit());
    if (full.isToBeTold()) {
      LOG.log(
          Level.WARNING,
          "item {0} is put off: {1} ({2} such so far)",
          stored.key(),
          why,
          full.count());
    }
    PutOff putOff = new PutOff(stored, taken, why);
    // Should it get lost, the claim ends, and the next one finds the same.
    Guarded.call(() -> ports.checkpoints().apply(putOff.checkpoint(settings)))
        .whenComplete((written, failure) -> mailbox.post(() -> listener.drop(account)));
  }
}
