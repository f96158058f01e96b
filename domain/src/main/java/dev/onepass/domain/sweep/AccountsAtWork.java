// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.ledger.Checkpoint;
import dev.onepass.domain.ledger.CheckpointOutcome;
import dev.onepass.domain.supervision.Backoff;
import dev.onepass.domain.supervision.Repeated;
import dev.onepass.ports.batch.AnswerRates;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.Waiting;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that this node has claimed: sends their calls as the {@link Dispatcher} says, stores
 * how far each is, and holds on to them until they are done, lost or given back. Used from within
 * the mailbox.
 */
final class AccountsAtWork {

  /** Hears what becomes of the accounts. */
  interface Listener {

    /** This node will do no more for the account: it is done, lost or given back. */
    void gone(SweptAccount account);

    /** A call for an account of the batch has had a definite answer, as the first. */
    void proven(BatchId batch);

    /** The account's calls have begun to fail, or do so no longer. */
    void failing(SweptAccount account, boolean isFailing);
  }

  private static final Logger LOG = System.getLogger(SweepEngine.class.getName());
  private static final Backoff CHECKPOINT_AGAIN = Backoff.ofMillis(500, 4_000);

  /** After a bug, which is not likely to pass. */
  private static final Backoff CHECKPOINT_AGAIN_RARELY = Backoff.ofMillis(500, 60_000);

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
  private final Listener listener;

  private final Map<ItemKey, SweptAccount> accounts = new HashMap<>();

  /** Those whose calls fail, in the order in which that began. */
  private final Set<SweptAccount> failing = new LinkedHashSet<>();

  private final Gate gate;
  private final Absence absence;
  private final CallsInFlight calls;
  private final Rate rate = new Rate();
  private final Told checkpoints;
  private final Told renewals;
  private final Told gatewayFaults;
  private final Repeated full;
  private boolean renewing;
  private boolean abandoned;
  private long renewAtNanos;

  /** Until when all claims last for certain, by this node's own clock. */
  private long heldUntilNanos;

  AccountsAtWork(
      SweepPorts ports,
      SweepSettings settings,
      Timekeeper time,
      Dispatcher dispatcher,
      Courtesy courtesy,
      Mailbox mailbox,
      BlockingWork blocking,
      Listener listener) {
    this.ports = ports;
    this.settings = settings;
    this.time = time;
    this.dispatcher = dispatcher;
    this.courtesy = courtesy;
    this.mailbox = mailbox;
    this.blocking = blocking;
    this.listener = listener;
    this.gate = new Gate(time);
    this.absence = new Absence(time);
    this.calls = new CallsInFlight(settings.answerPatience());
    this.checkpoints = new Told("a checkpoint", time);
    this.renewals = new Told("the renewal of this node's claims", time);
    this.gatewayFaults = new Told("the payment gateway, which promised an answer,", time);
    this.full = new Repeated(time);
    this.renewAtNanos = time.nanoTime();
    this.heldUntilNanos = renewAtNanos;
  }

  /** Begins with an account; returns whether it was not at work already, under an older claim. */
  boolean take(SweptAccount account) {
    SweptAccount earlier = accounts.put(account.key(), account);
    if (earlier != null) {
      leave(earlier);
    }
    judge(account);
    follow(account);
    return earlier == null;
  }

  /** Gives those accounts of a batch back that no call was made for. */
  void leaveFresh(BatchId batch) {
    for (SweptAccount account : List.copyOf(accounts.values())) {
      if (account.isFresh() && account.isSweeping() && account.key().batch().equals(batch)) {
        leave(account);
        follow(account);
      }
    }
  }

  /** Makes no further calls, and lets go of each account when it is stored how far it is. */
  void leaveAll() {
    for (SweptAccount account : List.copyOf(accounts.values())) {
      if (account.isSweeping()) {
        leave(account);
      }
      follow(account);
    }
  }

  /** Has checkpoints that fail from now on left at that. */
  void abandon() {
    abandoned = true;
  }

  private void leave(SweptAccount account) {
    account.leave();
    dispatcher.remove(account);
    failsNoMore(account);
  }

  boolean isEmpty() {
    return accounts.isEmpty() && dispatcher.inFlight() == 0;
  }

  /** What the calls of a second came to, lately. */
  AnswerRates answersPerSecond() {
    return rate.perSecond(time.nanoTime());
  }

  /** How many accounts whose calls do not fail are at work. */
  int working() {
    return accounts.size() - failing.size();
  }

  /** How many accounts whose calls fail are at work. */
  int failing() {
    return failing.size();
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
    for (PayCall call = next(now); call != null; call = next(now)) {
      gate.sent();
      calls.sent(call, now);
      send(call);
    }
  }

  private @Nullable PayCall next(long now) {
    return gate.admits(now) ? dispatcher.next(now) : null;
  }

  /** Whatever the gateway does, the call has an answer in the end. */
  private void send(PayCall call) {
    Guarded.call(() -> ports.gateway().pay(call.payment()))
        .whenComplete(
            (got, failure) -> mailbox.post(() -> answered(call, Outcome.of(got, failure))));
  }

  /** Answers for a gateway that has fallen silent. */
  void giveUpOverdue(long now) {
    for (PayCall call = calls.overdue(now); call != null; call = calls.overdue(now)) {
      String silent = "no answer within " + settings.answerPatience();
      answered(call, Outcome.of(null, new TimeoutException(silent)));
    }
  }

  private void prove(Standing batch, BatchId id) {
    if (batch.prove()) {
      dispatcher.proven(batch);
      listener.proven(id);
    }
  }

  private void answered(PayCall call, Outcome<PayAnswer> outcome) {
    if (!calls.answered(call)) {
      return;
    }
    long now = time.nanoTime();
    PayAnswer answer = outcome.result();
    if (answer == null) {
      gatewayFaults.failed(outcome, Duration.ZERO);
      answer = new PayAnswer.InDoubt(PayAnswer.Cause.UNREADABLE, outcome.reason());
    } else {
      gatewayFaults.succeeded();
    }
    rate.count(answer, now);
    SweptAccount account = call.account();
    boolean closed = gate.heard(answer, now);
    dispatcher.answered(call, answer, now);
    absence.heard(answer, dispatcher.isAway());
    if (answer.isDefinite()) {
      prove(account.standing(), account.key().batch());
    }
    judge(account);
    if (closed) {
      accounts.values().forEach(this::storeWhatSettled);
    } else if (dispatcher.isStubbornSince(call)) {
      storeWhatSettled(account);
    }
    follow(account);
  }

  /** Before a wait whose end nobody knows; the item says then what the last answer was. */
  private void storeWhatSettled(SweptAccount account) {
    if (account.isToBeStored(1)) {
      store(account, account.checkpoint(settings));
    }
  }

  /** Accounts that nobody answers for, now or when they were last tried, keep no place. */
  private void judge(SweptAccount account) {
    if (!account.isFailing() && !account.isDoubtful()) {
      failsNoMore(account);
    } else if (accounts.get(account.key()) == account && failing.add(account)) {
      listener.failing(account, true);
      giveUpLongestFailing();
    }
  }

  private void failsNoMore(SweptAccount account) {
    if (failing.remove(account)) {
      listener.failing(account, false);
    }
  }

  /** So that those that nobody answers for do not fill the memory: they go on later. */
  private void giveUpLongestFailing() {
    if (failing.size() > settings.accountsAtOnce()) {
      SweptAccount longest = failing.iterator().next();
      longest.giveUp();
      dispatcher.remove(longest);
      failsNoMore(longest);
      follow(longest);
    }
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
    Guarded.call(() -> ports.checkpoints().apply(checkpoint))
        .whenComplete(
            (outcome, failure) ->
                mailbox.post(() -> stored(account, checkpoint, Outcome.of(outcome, failure))));
  }

  private void stored(
      SweptAccount account, Checkpoint checkpoint, Outcome<CheckpointOutcome> outcome) {
    if (outcome.result() == null) {
      // Whether it was written is not known: the same again tells, and counts once.
      Backoff again = outcome.isExpected() ? CHECKPOINT_AGAIN : CHECKPOINT_AGAIN_RARELY;
      Duration pause = again.after(account.checkpointFailed());
      checkpoints.failed(outcome, pause);
      if (abandoned) {
        return;
      }
      time.after(pause, () -> mailbox.post(() -> store(account, checkpoint)));
      return;
    }
    checkpoints.succeeded();
    if (outcome.result() == CheckpointOutcome.BALANCE_LIMIT) {
      putOff(account, checkpoint);
      return;
    }
    if (outcome.result() == CheckpointOutcome.STALE_FENCE || account.written(checkpoint)) {
      drop(account);
    } else {
      follow(account);
    }
  }

  /** What was taken outside is asked for again, and credited, once the account can hold it. */
  private void putOff(SweptAccount account, Checkpoint checkpoint) {
    leave(account);
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
        .whenComplete((written, failure) -> mailbox.post(() -> drop(account)));
  }

  private void drop(SweptAccount account) {
    leave(account);
    if (accounts.remove(account.key(), account)) {
      listener.gone(account);
      // Should it get lost, the lease ends.
      blocking.run(() -> courtesy.giveBack(List.of(account.key())), gaveBack -> {});
    }
  }

  /** Renews the claims, if it is time to. */
  void renew(long now) {
    if (renewing || renewAtNanos > now) {
      return;
    }
    renewing = true;
    List<BatchItem> held = accounts.values().stream().map(SweptAccount::stored).toList();
    blocking.call(
        () -> {
          courtesy.renew();
          return held.isEmpty() ? Set.<ItemKey>of() : ports.items().renew(held, settings.lease());
        },
        lost -> {
          renewing = false;
          Set<ItemKey> keys = lost.result();
          Duration pause = keys == null ? RENEW_AGAIN : settings.lease().dividedBy(3);
          renewAtNanos = time.nanoTime() + pause.toNanos();
          if (keys == null) {
            renewals.failed(lost, pause);
          } else {
            renewals.succeeded();
            heldUntilNanos = now + settings.lease().toNanos();
            dropLost(keys, held);
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
      leave(account);
    } else {
      drop(account);
    }
  }

  /** In how many nanoseconds to be asked to renew. */
  long renewInNanos(long now) {
    return renewing ? Long.MAX_VALUE : Math.max(0, renewAtNanos - now);
  }

  /** In how many nanoseconds to be asked to give up what is overdue. */
  long overdueInNanos(long now) {
    return calls.overdueInNanos(now);
  }

  /** In how many nanoseconds to be asked to send, though no answer came: a wait is over. */
  long admittedInNanos(long now) {
    return gate.wakeInNanos(now);
  }

  /** Whether it seems that nobody is answered, or all are turned away. */
  boolean isThirdPartyAway() {
    return dispatcher.isAway() || !gate.isOpen();
  }

  /** Why all calls wait; null while they do not. */
  @Nullable Waiting waiting() {
    return gate.waiting();
  }
}
