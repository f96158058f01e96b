// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.model.SweepSettings;
import dev.onepass.domain.scheduler.Dispatcher;
import dev.onepass.domain.supervision.Backoff;
import dev.onepass.domain.supervision.Repeated;
import dev.onepass.domain.sweep.SweepView.Step;
import dev.onepass.domain.sweep.account.PutOff;
import dev.onepass.domain.sweep.account.Standing;
import dev.onepass.domain.sweep.account.SweptAccount;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/**
 * Claims the accounts of batches, as many as there is room for: a batch that gets none waits for
 * its turn, and one of which nothing can be claimed rests until the store says that it is due. Used
 * from within the mailbox.
 */
final class Claims {

  private static final Logger LOG = System.getLogger(SweepEngine.class.getName());
  private static final int CHUNK = 256;

  /** Accounts to have ready, or one for every second permit if these are more. */
  private static final int AHEAD_MIN = 32;

  /** Accounts that a batch without any may claim although nothing seems to be answered. */
  private static final int PROBES = 8;

  /** Those that wait for room are asked in turns: so many after each answer. */
  private static final int ASKED_FOR_ROOM = 16;

  /** So many unproven batches are looked into at once: thousands keep no proven one waiting. */
  private static final int UNPROVEN_AT_ONCE = 8;

  private static final Duration BUSY_PAUSE = Duration.ofSeconds(2);
  private static final Duration REST_MIN = Duration.ofSeconds(1);
  private static final Backoff AGAIN = Backoff.ofMillis(250, 5_000);

  private final SweepPorts ports;
  private final SweepSettings settings;
  private final Timekeeper time;
  private final Dispatcher dispatcher;
  private final AccountLeases accountLeases;
  private final Mailbox mailbox;
  private final BlockingWork blocking;
  private final AccountsAtWork accounts;
  private final Runs runs;
  private final Repeated putOffs;

  /** Accounts that are being claimed. */
  private int claiming;

  /** Unproven batches of which accounts are being claimed. */
  private int unprovenClaiming;

  Claims(
      SweepPorts ports,
      SweepSettings settings,
      Timekeeper time,
      Dispatcher dispatcher,
      AccountLeases accountLeases,
      Mailbox mailbox,
      BlockingWork blocking,
      AccountsAtWork accounts,
      Runs runs) {
    this.ports = ports;
    this.settings = settings;
    this.time = time;
    this.dispatcher = dispatcher;
    this.accountLeases = accountLeases;
    this.mailbox = mailbox;
    this.blocking = blocking;
    this.accounts = accounts;
    this.runs = runs;
    this.putOffs = new Repeated(time);
  }

  /**
   * How many accounts to claim. No more than will be begun soon, so that those that follow profit
   * from what is learnt meanwhile; but not one by one, unless the batch has none.
   */
  private int room(BatchRun run) {
    int ahead = Math.max(AHEAD_MIN, dispatcher.limit() / 2);
    Standing standing = run.standing();
    int fresh = dispatcher.fresh(standing);
    int most = standing.isProven() ? settings.accountsAtOnce() : unprovenAtOnce();
    int share = Math.max(1, most / (1 + runs.waitingForRoom(standing)));
    int free = standing.isProven() ? free() : freeForUnproven();
    int room = Math.min(free, share - run.working());
    if (accounts.calls().waiting() != null) {
      // All wait; but somebody has to find out when it is over.
      return accounts.isEmpty() ? Math.min(PROBES, free) : 0;
    }
    // That many that fail, and none that does not: it is likely that the third party is away.
    if (dispatcher.isAway() && accounts.failing() >= settings.accountsAtOnce()) {
      return run.active() == 0 ? Math.min(PROBES, free) : 0;
    }
    boolean isWorthIt =
        fresh <= ahead / 2 && (run.active() == 0 || room >= Math.min(AHEAD_MIN / 2, share / 4));
    return isWorthIt ? Math.min(CHUNK, Math.min(room, ahead - fresh)) : 0;
  }

  private int free() {
    return settings.accountsAtOnce() - accounts.working() - claiming;
  }

  /**
   * Batches of which no account was answered share half of the places: there may be thousands that
   * nobody answers for. Of their accounts, those without a call hold a place; the others have
   * failed and hold none, or have made their batch a proven one.
   */
  private int freeForUnproven() {
    return Math.min(free(), unprovenAtOnce() - dispatcher.unproven() - claiming);
  }

  private int unprovenAtOnce() {
    return Math.max(1, settings.accountsAtOnce() / 2);
  }

  /** Claims accounts for those that wait for room, if there is some: a few in turn. */
  void claimNext() {
    runs.pollForRoom(ASKED_FOR_ROOM).forEach(this::claim);
    int unproven = Math.min(UNPROVEN_AT_ONCE - unprovenClaiming, freeForUnproven());
    runs.pollUnprovenForRoom(unproven).forEach(this::claim);
  }

  /** Claims accounts for a batch, or has it wait for room. */
  void claim(BatchRun run) {
    if (run.brake().isOn(time.nanoTime())) {
      pause(run);
      return;
    }
    boolean mayLook = run.standing().isProven() || unprovenClaiming < UNPROVEN_AT_ONCE;
    int wanted = mayLook ? room(run) : 0;
    if (wanted <= 0) {
      run.queue();
      runs.place(run);
      return;
    }
    run.start();
    claiming += wanted;
    int unproven = run.standing().isProven() ? 0 : 1;
    unprovenClaiming += unproven;
    BatchId id = run.id();
    blocking.call(
        () -> Claim.of(ports, accountLeases, id, settings, wanted, BUSY_PAUSE),
        claim -> {
          claiming -= wanted;
          unprovenClaiming -= unproven;
          Claim claimed = claim.result();
          if (claimed == null) {
            failed(run, claim);
          } else {
            run.told().succeeded();
            claimed(run, claimed);
          }
        });
  }

  /** Nothing is claimed for now, and what has been is given back if no call was made for it. */
  private void pause(BatchRun run) {
    accounts.leaveFresh(run.id());
    long now = time.nanoTime();
    run.start();
    run.later(now, run.brake().nanosLeft(now));
    runs.place(run);
  }

  private void failed(BatchRun run, Outcome<?> outcome) {
    Duration pause = AGAIN.after(run.told().count() + 1);
    run.told().failed(outcome, pause);
    run.later(time.nanoTime(), pause.toNanos());
    runs.place(run);
  }

  private void claimed(BatchRun run, Claim claim) {
    for (BatchItem item : claim.items()) {
      Money balance = claim.full().get(item.key());
      if (balance == null) {
        take(run, item);
      } else {
        putOff(item, "the account holds " + balance + ", and cannot hold another payment");
      }
    }
    if (claim.found()) {
      run.again(time.nanoTime());
      runs.place(run);
    } else if (run.step() == Step.WORK && claim.allFinal() && run.active() == 0) {
      run.go(Step.FINISH);
      run.again(time.nanoTime());
      runs.place(run);
    } else {
      rest(run);
    }
  }

  private void take(BatchRun run, BatchItem item) {
    SweptAccount account;
    try {
      account = new SweptAccount(item, run.learnt().plan(), run.standing());
    } catch (IllegalArgumentException unreadable) {
      putOff(item, "its progress cannot be read: " + unreadable.getMessage());
      return;
    }
    if (accounts.take(account)) {
      run.joined();
    }
  }

  /** Nobody can go on with it now: the item says so, and waits. */
  private void putOff(BatchItem item, String why) {
    if (putOffs.isToBeTold()) {
      LOG.log(
          Level.WARNING,
          "item {0} is put off: {1} ({2} such so far)",
          item.key(),
          why,
          putOffs.count());
    }
    PutOff putOff = new PutOff(item, item.inDoubt(), why);
    // Should it get lost, the claim ends, and the next one finds the same.
    Guarded.call(() -> ports.checkpoints().apply(putOff.checkpoint(settings)))
        .whenComplete((written, failure) -> mailbox.post(() -> giveBack(item)));
  }

  private void giveBack(BatchItem item) {
    blocking.run(() -> accountLeases.giveBack(List.of(item.key())), gaveBack -> {});
  }

  /** There is nothing to claim now: the store says when to look again. */
  private void rest(BatchRun run) {
    blocking.run(
        () -> ports.batches().rest(run.id(), REST_MIN),
        rested -> {
          if (rested.result() == null) {
            failed(run, rested);
          } else if (run.rest(time.nanoTime()) && run.active() == 0) {
            runs.end(run);
          } else {
            runs.place(run);
          }
        });
  }
}
