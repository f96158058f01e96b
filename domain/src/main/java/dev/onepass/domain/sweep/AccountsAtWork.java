// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.ledger.Checkpoint;
import dev.onepass.domain.ledger.CheckpointOutcome;
import dev.onepass.ports.batch.AnswerRates;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.error.OnePassException;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that this node has claimed: sends their calls as the {@link Dispatcher} says, stores
 * how far each is, and holds on to them until they are done, lost or given back. Used from within
 * the mailbox.
 */
final class AccountsAtWork {

  private static final Logger LOG = System.getLogger(SweepEngine.class.getName());
  private static final Duration CHECKPOINT_AGAIN = Duration.ofMillis(500);
  private static final Duration RENEW_AGAIN = Duration.ofMillis(500);

  /** Answers after which an account in bulk is checkpointed: what a crash may cost in calls. */
  private static final long CALLS_BETWEEN_CHECKPOINTS = 256;

  private final SweepPorts ports;
  private final SweepSettings settings;
  private final Timekeeper time;
  private final Dispatcher dispatcher;
  private final Courtesy courtesy;
  private final Mailbox mailbox;
  private final BlockingWork blocking;
  private final Consumer<SweptAccount> gone;

  private final Map<ItemKey, SweptAccount> accounts = new HashMap<>();
  private final Rate rate = new Rate();
  private boolean renewing;
  private long renewAtNanos;

  /** Until when all claims last for certain, by this node's own clock. */
  private long heldUntilNanos;

  /**
   * @param gone hears of each account that this node will do no more for
   */
  AccountsAtWork(
      SweepPorts ports,
      SweepSettings settings,
      Timekeeper time,
      Dispatcher dispatcher,
      Courtesy courtesy,
      Mailbox mailbox,
      BlockingWork blocking,
      Consumer<SweptAccount> gone) {
    this.ports = ports;
    this.settings = settings;
    this.time = time;
    this.dispatcher = dispatcher;
    this.courtesy = courtesy;
    this.mailbox = mailbox;
    this.blocking = blocking;
    this.gone = gone;
    this.renewAtNanos = time.nanoTime();
    this.heldUntilNanos = renewAtNanos;
  }

  /** Begins with an account; returns whether it was not at work already, under an older claim. */
  boolean take(SweptAccount account) {
    SweptAccount earlier = accounts.put(account.key(), account);
    if (earlier != null) {
      earlier.leave();
      dispatcher.remove(earlier);
    }
    follow(account);
    return earlier == null;
  }

  /** Makes no further calls, and lets go of each account when it is stored how far it is. */
  void leaveAll() {
    for (SweptAccount account : List.copyOf(accounts.values())) {
      account.leave();
      dispatcher.remove(account);
      follow(account);
    }
  }

  boolean isEmpty() {
    return accounts.isEmpty() && dispatcher.inFlight() == 0;
  }

  /** What the calls of a second came to, lately. */
  AnswerRates answersPerSecond() {
    return rate.perSecond(time.nanoTime());
  }

  /**
   * Sends all calls that may be sent now: none while the claims may have run out, as they have when
   * a process was stopped for long and goes on. What it sent then would be right, but another node
   * may have had its answers to the same payments, and nobody would hear of these.
   */
  void send(long now) {
    if (heldUntilNanos <= now) {
      return;
    }
    for (PayCall call = dispatcher.next(now); call != null; call = dispatcher.next(now)) {
      PayCall sent = call;
      ports
          .gateway()
          .pay(call.payment())
          .whenComplete((answer, failure) -> mailbox.post(() -> answered(sent, answer, failure)));
    }
  }

  private void answered(PayCall call, @Nullable PayAnswer answer, @Nullable Throwable failure) {
    long now = time.nanoTime();
    PayAnswer understood = answer != null ? answer : inDoubt(failure);
    rate.count(understood, now);
    dispatcher.answered(call, understood, now);
    follow(call.account());
  }

  /** The port promises an answer; should it break that, all that is known is that nothing is. */
  private static PayAnswer inDoubt(@Nullable Throwable failure) {
    return new PayAnswer.InDoubt(PayAnswer.Cause.UNREADABLE, String.valueOf(failure));
  }

  /** Gives an account its next turn, and stores it when it is time to. */
  private void follow(SweptAccount account) {
    if (accounts.get(account.key()) == account) {
      if (account.isToBeStored(CALLS_BETWEEN_CHECKPOINTS)) {
        store(account, account.checkpoint(settings));
      }
      dispatcher.offer(account);
    }
  }

  private void store(SweptAccount account, Checkpoint checkpoint) {
    ports
        .checkpoints()
        .apply(checkpoint)
        .whenComplete(
            (outcome, failure) ->
                mailbox.post(() -> stored(account, checkpoint, outcome, failure)));
  }

  private void stored(
      SweptAccount account,
      Checkpoint checkpoint,
      @Nullable CheckpointOutcome outcome,
      @Nullable Throwable failure) {
    if (outcome == null) {
      if (!(failure instanceof OnePassException)) {
        LOG.log(Level.ERROR, "checkpoint of " + account.key() + " fails, which is a bug", failure);
      }
      // Whether it was written is not known: the same again tells, and counts once.
      time.after(CHECKPOINT_AGAIN, () -> mailbox.post(() -> store(account, checkpoint)));
      return;
    }
    if (outcome == CheckpointOutcome.STALE_FENCE || account.written(checkpoint)) {
      drop(account);
    } else {
      follow(account);
    }
  }

  private void drop(SweptAccount account) {
    account.leave();
    dispatcher.remove(account);
    if (accounts.remove(account.key(), account)) {
      gone.accept(account);
      blocking.run(() -> courtesy.giveBack(List.of(account.key())));
    }
  }

  /** Renews the claims, if it is time to. */
  void renew(long now) {
    if (renewing || renewAtNanos > now) {
      return;
    }
    renewing = true;
    List<BatchItem> held = accounts.values().stream().map(SweptAccount::stored).toList();
    blocking.run(
        () -> {
          courtesy.renew();
          return held.isEmpty() ? Set.<ItemKey>of() : ports.items().renew(held, settings.lease());
        },
        lost -> {
          renewing = false;
          Duration pause = lost == null ? RENEW_AGAIN : settings.lease().dividedBy(3);
          renewAtNanos = time.nanoTime() + pause.toNanos();
          if (lost != null) {
            heldUntilNanos = now + settings.lease().toNanos();
            dropLost(lost, held);
          }
        });
  }

  private void dropLost(Set<ItemKey> lost, List<BatchItem> held) {
    for (BatchItem item : held) {
      SweptAccount account = accounts.get(item.key());
      if (lost.contains(item.key())
          && account != null
          && account.stored().fence() == item.fence()) {
        lose(account);
      }
    }
  }

  /** No call more is made for it; a checkpoint that is on its way will say that it is lost. */
  private void lose(SweptAccount account) {
    if (account.isStoring()) {
      account.leave();
      dispatcher.remove(account);
    } else {
      drop(account);
    }
  }

  /** When to be asked to renew. */
  long wakeNanos() {
    return renewing ? Long.MAX_VALUE : renewAtNanos;
  }
}
