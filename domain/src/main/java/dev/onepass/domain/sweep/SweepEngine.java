// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.domain.supervision.Backoff;
import dev.onepass.domain.supervision.Repeated;
import dev.onepass.domain.supervision.SupervisedExecutor;
import dev.onepass.domain.sweep.SweepView.Step;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Sweeps the batches of the store on this node: finds those that are due, takes each from its begin
 * to its finish, and claims its accounts for {@link AccountsAtWork}.
 *
 * <p>Everything here happens in one {@link Mailbox}: what blocks is run as {@link BlockingWork}.
 * Whatever fails, be it an executor that refuses, a port that throws or a gateway that falls
 * silent, ends in a state from which it goes on, and somebody is told. What is lost with the
 * process is found again in the store, by this node's successor or, once the lease has ended, by
 * any other.
 *
 * <p>A batch of which nothing can be claimed for a while costs nothing: the store says when it is
 * due again. Thread-safe.
 */
public final class SweepEngine {

  private static final Logger LOG = System.getLogger(SweepEngine.class.getName());
  private static final int CHUNK = 256;

  /** Accounts to have ready, or one for every second permit if these are more. */
  private static final int AHEAD_MIN = 32;

  /** Batches that are new to this node, of one look at the store. */
  private static final int DISCOVERED_MAX = 64;

  /** Accounts that a batch without any may claim although nothing seems to be answered. */
  private static final int PROBES = 8;

  /** Those that wait for room are asked in turns: so many after each answer. */
  private static final int ASKED_FOR_ROOM = 16;

  private static final Duration DISCOVERY = Duration.ofSeconds(2);
  private static final Duration BUSY_PAUSE = Duration.ofSeconds(2);
  private static final Duration REST_MIN = Duration.ofSeconds(1);
  private static final Backoff CLAIM_AGAIN = Backoff.ofMillis(250, 5_000);
  private static final Duration AFTER_A_BUG = Duration.ofSeconds(1);

  private enum Life {
    NEW,
    RUNNING,
    STOPPING
  }

  private final SweepPorts ports;
  private final SweepSettings settings;
  private final Timekeeper time;
  private final Consumer<BatchId> finished;
  private final Dispatcher dispatcher;
  private final Courtesy courtesy;
  private final SweepPlan plan;
  private final Mailbox mailbox;
  private final BlockingWork blocking;
  private final AccountsAtWork accounts;
  private final Announcements announcements;
  private final Alarm alarm;
  private final Runs runs = new Runs();
  private final Told discovery;
  private final Repeated unreadables;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final AtomicReference<Life> life = new AtomicReference<>(Life.NEW);
  private volatile EngineLoad load = EngineLoad.NONE;

  /** Accounts that are being claimed. */
  private int claiming;

  private boolean discovering;
  private boolean discoverAgain;
  private boolean handedBack;
  private long discoverAtNanos;

  /**
   * @param limit how many calls may be in flight on this node; this engine's alone
   * @param executor for all work; the store's calls block it
   * @param finished hears of each batch that this node has finished; must not block
   */
  public SweepEngine(
      SweepPorts ports,
      SweepSettings settings,
      ConcurrencyLimit limit,
      Timekeeper time,
      RandomGenerator random,
      Executor executor,
      Consumer<BatchId> finished) {
    this.ports = ports;
    this.settings = settings;
    this.time = time;
    this.finished = finished;
    Executor supervised = new SupervisedExecutor(executor, time);
    this.dispatcher = new Dispatcher(limit, settings, random);
    this.courtesy = new Courtesy(ports.leases(), settings.lease(), time);
    this.plan = SweepPlan.binary(settings.maxPayAmount().cents());
    this.mailbox = new Mailbox(supervised, this::pump);
    this.blocking = new BlockingWork(supervised, mailbox);
    this.alarm = new Alarm(time, mailbox);
    this.discovery = new Told("the look for batches that are due", time);
    this.accounts =
        new AccountsAtWork(
            ports, settings, time, dispatcher, courtesy, mailbox, blocking, new Places());
    this.announcements =
        new Announcements(
            new BatchSteps(ports, courtesy, time, supervised),
            ports.batches(),
            settings.answerPatience(),
            time,
            mailbox,
            blocking,
            runs,
            this::confirmed);
    this.unreadables = new Repeated(time);
    this.discoverAtNanos = time.nanoTime();
  }

  /**
   * Begins to work on the batches of the store.
   *
   * @throws IllegalStateException if it was started or stopped before
   */
  public void start() {
    if (!life.compareAndSet(Life.NEW, Life.RUNNING)) {
      throw new IllegalStateException(
          "can be started once, and not after it was stopped; it is " + life.get());
    }
    mailbox.post(() -> {});
  }

  /** Looks for batches now rather than soon: one was accepted. */
  public void wake() {
    mailbox.post(this::discoverSoon);
  }

  /** The same, and looks at this batch too: its items have changed. */
  public void wake(BatchId batch) {
    mailbox.post(
        () -> {
          discoverSoon();
          BatchRun run = runs.find(batch);
          if (run != null) {
            runs.wake(run, time.nanoTime());
          }
        });
  }

  /** What this node sees of an unfinished batch; empty if it does not work on it now. */
  public Optional<SweepView> view(BatchId batch) {
    BatchRun run = runs.find(batch);
    if (run == null || run.step() == Step.SECOND_LOOK) {
      return Optional.empty();
    }
    return Optional.of(load.view(run.step(), run.active()));
  }

  /**
   * Finishes what is in flight, stores how far everything is, and gives the accounts back. An
   * announcement of a begin or a finish is not waited for: whoever goes on repeats it. May be
   * called again.
   */
  public CompletionStage<Void> stop() {
    if (life.getAndSet(Life.STOPPING) == Life.NEW) {
      closed.complete(null);
    }
    mailbox.post(() -> {});
    return closed.copy();
  }

  /** Does all that can be done now, and sees to being called when there will be more. */
  private void pump() {
    long now = time.nanoTime();
    long next = AFTER_A_BUG.toNanos();
    try {
      work(now);
      next = nextWakeInNanos(now);
    } finally {
      alarm.set(next == Long.MAX_VALUE ? Long.MAX_VALUE : now + next, now);
    }
  }

  private void work(long now) {
    if (life.get() == Life.RUNNING) {
      sweep(now);
    } else if (life.get() == Life.STOPPING) {
      giveAllBack(now);
    }
    load =
        new EngineLoad(
            dispatcher.isSlow(),
            dispatcher.inFlight(),
            dispatcher.limit(),
            accounts.answersPerSecond(),
            accounts.waiting());
  }

  private void sweep(long now) {
    discover(now);
    for (BatchRun run = runs.pollDue(now); run != null; run = runs.pollDue(now)) {
      advance(run);
    }
    runs.pollForRoom(ASKED_FOR_ROOM).forEach(this::claim);
    announcements.announceNext();
    accounts.giveUpOverdue(now);
    accounts.send(now);
    accounts.renew(now);
  }

  private long nextWakeInNanos(long now) {
    if (life.get() == Life.NEW) {
      return Long.MAX_VALUE;
    }
    long wake = accounts.overdueInNanos(now);
    if (life.get() == Life.STOPPING) {
      return wake;
    }
    wake = Math.min(wake, accounts.admittedInNanos(now));
    long call = dispatcher.wakeNanos(now);
    wake = Math.min(wake, call == Long.MAX_VALUE ? call : Math.max(0, call - now));
    wake = Math.min(wake, accounts.renewInNanos(now));
    wake = Math.min(wake, runs.dueInNanos(now));
    return discovering ? wake : Math.min(wake, Math.max(0, discoverAtNanos - now));
  }

  private void discoverSoon() {
    discoverAtNanos = time.nanoTime();
    discoverAgain = discovering;
  }

  private void discover(long now) {
    if (discovering || discoverAtNanos - now > 0) {
      return;
    }
    discovering = true;
    int limit = runs.size() + DISCOVERED_MAX;
    blocking.call(
        () -> ports.batches().due(limit),
        due -> {
          discovering = false;
          List<Batch> batches = due.result();
          if (batches == null) {
            discovery.failed(due, DISCOVERY);
          } else {
            discovery.succeeded();
            batches.forEach(this::take);
          }
          boolean isThereMore = discoverAgain || (batches != null && batches.size() == limit);
          discoverAgain = false;
          discoverAtNanos = time.nanoTime() + (isThereMore ? 0 : DISCOVERY.toNanos());
        });
  }

  private void take(Batch batch) {
    BatchRun run = runs.find(batch.id());
    if (run == null) {
      runs.add(new BatchRun(batch, plan, time));
    } else if (run.state() == BatchRun.State.RESTING) {
      runs.wake(run, time.nanoTime());
    }
  }

  private void advance(BatchRun run) {
    if (run.step().isClaiming()) {
      claim(run);
    } else {
      announcements.announce(run);
    }
  }

  private void confirmed(BatchRun run, Step step) {
    if (step == Step.BEGIN) {
      run.go(Step.WORK);
      run.again(time.nanoTime());
      runs.place(run);
    } else {
      runs.end(run);
      finished.accept(run.id());
    }
  }

  /**
   * How many accounts to claim. No more than will be begun soon, so that those that follow profit
   * from what is learnt meanwhile; but not one by one, unless the batch has none.
   */
  private int room(BatchRun run) {
    int ahead = Math.max(AHEAD_MIN, dispatcher.limit() / 2);
    int fresh = dispatcher.fresh(run.id());
    int share = Math.max(1, settings.accountsAtOnce() / (1 + runs.waitingForRoom()));
    int free = settings.accountsAtOnce() - accounts.working() - claiming;
    int room = Math.min(free, share - run.working());
    if (accounts.waiting() != null) {
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

  private void claim(BatchRun run) {
    int wanted = room(run);
    if (wanted <= 0) {
      run.queue();
      runs.place(run);
      return;
    }
    run.start();
    claiming += wanted;
    BatchId id = run.id();
    blocking.call(
        () -> Claim.of(ports.items(), courtesy, id, settings, wanted, BUSY_PAUSE),
        claim -> {
          claiming -= wanted;
          Claim claimed = claim.result();
          if (claimed == null) {
            failed(run, claim);
          } else {
            run.told().succeeded();
            claimed(run, claimed);
          }
        });
  }

  private void failed(BatchRun run, Outcome<?> outcome) {
    Duration pause = CLAIM_AGAIN.after(run.told().count() + 1);
    run.told().failed(outcome, pause);
    run.later(time.nanoTime(), pause.toNanos());
    runs.place(run);
  }

  private void claimed(BatchRun run, Claim claim) {
    for (BatchItem item : claim.items()) {
      take(run, item);
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
      account = new SweptAccount(item, run.learnt().plan());
    } catch (IllegalArgumentException unreadable) {
      giveUpUnreadable(item, unreadable);
      return;
    }
    if (accounts.take(account)) {
      run.joined();
    }
  }

  /** Nobody can go on from a progress that cannot be read: the item says so, and waits. */
  private void giveUpUnreadable(BatchItem item, IllegalArgumentException why) {
    if (unreadables.isToBeTold()) {
      LOG.log(
          Level.WARNING,
          "item {0} is put off, since its progress cannot be read: {1} ({2} such so far)",
          item.key(),
          why.getMessage(),
          unreadables.count());
    }
    UnreadableItem unreadable = new UnreadableItem(item, String.valueOf(why.getMessage()));
    ports
        .checkpoints()
        .apply(unreadable.checkpoint(settings))
        .whenComplete(
            (written, failure) ->
                // Should it get lost, the claim ends, and the next one finds the same.
                blocking.run(() -> courtesy.giveBack(List.of(item.key())), gaveBack -> {}));
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

  private void giveAllBack(long now) {
    accounts.giveUpOverdue(now);
    accounts.leaveAll();
    // What is being claimed at this moment must be given back too.
    if (!accounts.isEmpty() || !blocking.isIdle()) {
      return;
    }
    if (handedBack) {
      closed.complete(null);
    } else {
      handedBack = true;
      List<BatchId> left = runs.all().stream().map(BatchRun::id).toList();
      // So that others need not wait for the end of leases. Should it get lost, they do.
      blocking.run(() -> left.forEach(ports.batches()::hasten), hastened -> {});
    }
  }

  /** Accounts that are gone or keep failing make room for others. */
  private final class Places implements AccountsAtWork.Listener {

    @Override
    public void gone(SweptAccount account) {
      BatchRun run = runs.find(account.key().batch());
      if (run == null) {
        return;
      }
      run.left();
      if (run.active() == 0) {
        runs.wake(run, time.nanoTime());
      }
      if (account.hasSwept()) {
        learn(run.learnt(), account.stored().swept().cents());
      }
    }

    @Override
    public void failing(SweptAccount account, boolean isFailing) {
      BatchRun run = runs.find(account.key().batch());
      if (run != null) {
        run.failing(isFailing ? 1 : -1);
      }
    }

    /** Has the batch's further accounts profit from what one turned out to hold. */
    private void learn(LearntBalances learnt, long cents) {
      learnt.add(cents);
      if (learnt.isPlanDue()) {
        GuessSearch search = new GuessSearch(learnt.sample(), settings.maxPayAmount().cents());
        blocking.call(
            search::best,
            better -> {
              if (better.result() != null) {
                learnt.plan(better.result());
              }
            });
      }
    }
  }
}
