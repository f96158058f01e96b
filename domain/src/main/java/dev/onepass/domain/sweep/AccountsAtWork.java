// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.model.SweepSettings;
import dev.onepass.domain.scheduler.Dispatcher;
import dev.onepass.domain.scheduler.PayCall;
import dev.onepass.domain.sweep.account.SweptAccount;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.time.Timekeeper;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The accounts that this node has claimed: sends their calls as the {@link Dispatcher} says, stores
 * how far each is, and holds on to them until they are done, lost or given back. Used from within
 * the mailbox.
 */
final class AccountsAtWork implements CheckpointWriter.Listener, PaymentCalls.Listener {

  /** Hears what becomes of the accounts. */
  interface Listener {

    /** This node will do no more for the account: it is done, lost or given back. */
    void gone(SweptAccount account);

    /** A call for an account of the batch has had a definite answer, as the first. */
    void proven(BatchId batch);

    /** The account's calls have begun to fail, or do so no longer. */
    void failing(SweptAccount account, boolean isFailing);
  }

  /** Answers after which an account in bulk is checkpointed: what a crash may cost in calls. */
  private static final long CALLS_BETWEEN_CHECKPOINTS = 256;

  private final SweepSettings settings;
  private final Dispatcher dispatcher;
  private final AccountLeases accountLeases;
  private final BlockingWork blocking;
  private final Listener listener;

  private final Map<ItemKey, SweptAccount> accounts = new HashMap<>();

  /** Those whose calls fail, in the order in which that began. */
  private final Set<SweptAccount> failing = new LinkedHashSet<>();

  private final PaymentCalls calls;
  private final CheckpointWriter checkpoints;
  private final Renewal renewal;

  AccountsAtWork(
      SweepPorts ports,
      SweepSettings settings,
      Timekeeper time,
      Dispatcher dispatcher,
      AccountLeases accountLeases,
      Mailbox mailbox,
      BlockingWork blocking,
      Listener listener) {
    this.settings = settings;
    this.dispatcher = dispatcher;
    this.accountLeases = accountLeases;
    this.blocking = blocking;
    this.listener = listener;
    this.calls =
        new PaymentCalls(
            ports.gateway(), settings.answerPatience(), time, dispatcher, mailbox, this);
    this.checkpoints = new CheckpointWriter(ports, settings, time, mailbox, this);
    this.renewal = new Renewal(ports.items(), settings, time, accountLeases, blocking);
  }

  /** Begins with an account; returns whether it was not at work already, under an older claim. */
  boolean take(SweptAccount account) {
    SweptAccount earlier = accounts.put(account.key(), account);
    if (earlier != null) {
      leave(earlier);
    }
    judge(account);
    goOn(account);
    return earlier == null;
  }

  /** Gives those accounts of a batch back that no call was made for. */
  void leaveFresh(BatchId batch) {
    for (SweptAccount account : List.copyOf(accounts.values())) {
      if (account.isFresh() && account.isSweeping() && account.key().batch().equals(batch)) {
        leave(account);
        goOn(account);
      }
    }
  }

  /** Makes no further calls, and lets go of each account when it is stored how far it is. */
  void leaveAll() {
    for (SweptAccount account : List.copyOf(accounts.values())) {
      if (account.isSweeping()) {
        leave(account);
      }
      goOn(account);
    }
  }

  /** Has checkpoints that fail from now on left at that. */
  void abandon() {
    checkpoints.abandon();
  }

  @Override
  public void leave(SweptAccount account) {
    account.leave();
    dispatcher.remove(account);
    failsNoMore(account);
  }

  boolean isEmpty() {
    return accounts.isEmpty() && dispatcher.inFlight() == 0;
  }

  /** How many accounts whose calls do not fail are at work. */
  int working() {
    return accounts.size() - failing.size();
  }

  /** How many accounts whose calls fail are at work. */
  int failing() {
    return failing.size();
  }

  /** Sends all calls that may be sent now: none while the claims may have run out. */
  void send(long now) {
    if (renewal.holds(now)) {
      calls.send(now);
    }
  }

  @Override
  public void answered(PayCall call, PayAnswer answer, boolean allWait) {
    SweptAccount account = call.account();
    if (answer.isDefinite() && account.standing().prove()) {
      dispatcher.proven(account.standing());
      listener.proven(account.key().batch());
    }
    judge(account);
    if (allWait) {
      accounts.values().forEach(this::storeWhatSettled);
    } else if (dispatcher.isStubbornSince(call)) {
      storeWhatSettled(account);
    }
    goOn(account);
  }

  /** Before a wait whose end nobody knows; the item says then what the last answer was. */
  private void storeWhatSettled(SweptAccount account) {
    if (account.isToBeStored(1)) {
      checkpoints.store(account);
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
      goOn(longest);
    }
  }

  /** Gives an account its next turn, and stores it when it is time to. */
  @Override
  public void goOn(SweptAccount account) {
    if (accounts.get(account.key()) == account) {
      if (account.isToBeStored(CALLS_BETWEEN_CHECKPOINTS)) {
        checkpoints.store(account);
      }
      dispatcher.offer(account);
    }
  }

  @Override
  public void drop(SweptAccount account) {
    leave(account);
    if (accounts.remove(account.key(), account)) {
      listener.gone(account);
      // Should it get lost, the lease ends.
      blocking.run(() -> accountLeases.giveBack(List.of(account.key())), gaveBack -> {});
    }
  }

  /** Renews the claims, if it is time to. */
  void renew(long now) {
    if (renewal.isDue(now)) {
      List<BatchItem> held = accounts.values().stream().map(SweptAccount::stored).toList();
      renewal.renew(held, now, lost -> dropLost(lost, held));
    }
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
    return renewal.dueInNanos(now);
  }

  /** The calls that are made for them. */
  PaymentCalls calls() {
    return calls;
  }
}
