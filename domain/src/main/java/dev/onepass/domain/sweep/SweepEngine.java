// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.domain.scheduler.Dispatcher;
import dev.onepass.domain.supervision.SupervisedExecutor;
import dev.onepass.domain.sweep.SweepView.Step;
import dev.onepass.domain.sweep.plan.SweepPlan;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.time.Timekeeper;
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
 * to its finish, and has its accounts claimed ({@link Claims}) and swept ({@link AccountsAtWork}).
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

  private static final Duration AFTER_A_BUG = Duration.ofSeconds(1);

  private enum Life {
    NEW,
    RUNNING,
    STOPPING
  }

  private final SweepPorts ports;
  private final Timekeeper time;
  private final SupervisedExecutor supervised;
  private final Consumer<BatchId> finished;
  private final Dispatcher dispatcher;
  private final SweepPlan plan;
  private final Mailbox mailbox;
  private final BlockingWork blocking;
  private final AccountsAtWork accounts;
  private final Claims claims;
  private final Announcements announcements;
  private final Recovery recovery;
  private final Resumption resumption;
  private final Alarm alarm;
  private final Runs runs = new Runs();
  private final Discovery discovery;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final AtomicReference<Life> life = new AtomicReference<>(Life.NEW);
  private volatile EngineLoad load = EngineLoad.NONE;

  private boolean handedBack;

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
    this.time = time;
    this.finished = finished;
    this.supervised = new SupervisedExecutor(executor, time);
    this.dispatcher = new Dispatcher(limit, settings, random);
    AccountLeases accountLeases = new AccountLeases(ports.leases(), settings.lease(), time);
    this.plan = SweepPlan.binary(settings.maxPayAmount().cents());
    this.mailbox = new Mailbox(supervised, this::pump);
    this.blocking = new BlockingWork(supervised, mailbox);
    this.alarm = new Alarm(time, mailbox);
    this.discovery = new Discovery(ports.batches(), time, blocking, runs, this::take);
    this.accounts =
        new AccountsAtWork(
            ports,
            settings,
            time,
            dispatcher,
            accountLeases,
            mailbox,
            blocking,
            new Places(runs, ports.batches(), settings, time, blocking));
    this.claims =
        new Claims(
            ports, settings, time, dispatcher, accountLeases, mailbox, blocking, accounts, runs);
    this.announcements =
        new Announcements(
            new BatchSteps(ports, accountLeases, time, supervised),
            ports.batches(),
            settings.answerPatience(),
            time,
            mailbox,
            blocking,
            runs,
            this::confirmed);
    this.recovery = new Recovery(settings.fastPhase());
    this.resumption =
        new Resumption(ports, () -> life.get() == Life.RUNNING, time, blocking, discovery::want);
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
    mailbox.post(discovery::want);
  }

  /** The same for a batch of which items were resumed, so that it goes on if it was paused. */
  public void wake(BatchId batch) {
    mailbox.post(
        () -> {
          discovery.want();
          BatchRun run = runs.find(batch);
          if (run != null) {
            run.brake().release();
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
      end();
    }
    mailbox.post(() -> {});
    return closed.copy();
  }

  /** Waits no longer for what {@link #stop} waits for, and repeats nothing more. */
  public void abandon() {
    life.set(Life.STOPPING);
    mailbox.post(accounts::abandon);
    end();
  }

  private void end() {
    supervised.retire();
    closed.complete(null);
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
            accounts.calls().answersPerSecond(),
            accounts.calls().waiting());
  }

  private void sweep(long now) {
    if (recovery.isBack(accounts.calls().isThirdPartyAway(), now)) {
      dispatcher.hasten(now);
      resumption.want();
    }
    resumption.resumeIfWanted(now);
    discovery.lookIfDue(now);
    for (BatchRun run = runs.pollDue(now); run != null; run = runs.pollDue(now)) {
      advance(run);
    }
    claims.claimNext();
    announcements.announceNext();
    accounts.calls().giveUpOverdue(now);
    accounts.send(now);
    accounts.renew(now);
  }

  private long nextWakeInNanos(long now) {
    if (life.get() == Life.NEW) {
      return Long.MAX_VALUE;
    }
    long wake = accounts.calls().overdueInNanos(now);
    if (life.get() == Life.STOPPING) {
      return wake;
    }
    wake = Math.min(wake, accounts.calls().admittedInNanos(now));
    long call = dispatcher.wakeNanos(now);
    wake = Math.min(wake, call == Long.MAX_VALUE ? call : Math.max(0, call - now));
    wake = Math.min(wake, accounts.renewInNanos(now));
    wake = Math.min(wake, runs.dueInNanos(now));
    wake = Math.min(wake, resumption.wakeInNanos(now));
    return Math.min(wake, discovery.dueInNanos(now));
  }

  private void take(Batch batch) {
    BatchRun run = runs.find(batch.id());
    if (run == null) {
      runs.add(new BatchRun(batch, runs.newStanding(), plan, time));
    } else if (run.state() == BatchRun.State.RESTING) {
      runs.wake(run, time.nanoTime());
    }
  }

  private void advance(BatchRun run) {
    if (run.step().isClaiming()) {
      claims.claim(run);
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

  private void giveAllBack(long now) {
    accounts.calls().giveUpOverdue(now);
    accounts.leaveAll();
    // What is being claimed at this moment must be given back too.
    if (!accounts.isEmpty() || !blocking.isIdle()) {
      return;
    }
    if (handedBack) {
      end();
    } else {
      handedBack = true;
      List<BatchId> left = runs.all().stream().map(BatchRun::id).toList();
      // So that others need not wait for the end of leases. Should it get lost, they do.
      blocking.run(() -> left.forEach(ports.batches()::hasten), hastened -> {});
    }
  }
}
