// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.domain.sweep.SweepView.Step;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Sweeps the batches of the store on this node: finds them, takes each from its begin to its
 * finish, and claims its accounts for {@link AccountsAtWork}.
 *
 * <p>Everything here happens in one {@link Mailbox}: what blocks is run as {@link BlockingWork}.
 * What is lost with the process is found again in the store, by this node's successor or, once the
 * lease has ended, by any other. Thread-safe.
 */
public final class SweepEngine implements AutoCloseable {

  private static final int CHUNK = 256;

  /** Accounts to have ready, or one for every second permit if these are more. */
  private static final int AHEAD_MIN = 32;

  private static final int SECOND_LOOKS_AT_ONCE = 8;
  private static final Duration DISCOVERY = Duration.ofSeconds(2);
  private static final Duration BUSY_PAUSE = Duration.ofSeconds(2);

  private final SweepPorts ports;
  private final SweepSettings settings;
  private final Timekeeper time;
  private final Executor executor;
  private final Dispatcher dispatcher;
  private final Courtesy courtesy;
  private final BatchSteps steps;
  private final SweepPlan plan;
  private final Mailbox mailbox;
  private final BlockingWork blocking;
  private final AccountsAtWork accounts;
  private final Alarm alarm;

  private final Map<BatchId, BatchRun> runs = new LinkedHashMap<>();
  private final Map<BatchId, List<CompletableFuture<Void>>> ends = new HashMap<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile Map<BatchId, SweepView> views = Map.of();

  private boolean closing;
  private boolean discovering;
  private long discoverAtNanos;

  /**
   * @param limit how many calls may be in flight on this node; this engine's alone
   * @param executor for all work; the store's calls block it
   */
  public SweepEngine(
      SweepPorts ports,
      SweepSettings settings,
      ConcurrencyLimit limit,
      Timekeeper time,
      RandomGenerator random,
      Executor executor) {
    this.ports = ports;
    this.settings = settings;
    this.time = time;
    this.executor = executor;
    this.dispatcher = new Dispatcher(limit, settings, random);
    this.courtesy = new Courtesy(ports.leases(), settings.lease());
    this.steps = new BatchSteps(ports, courtesy, time);
    this.plan = SweepPlan.binary(settings.maxPayAmount().cents());
    this.mailbox = new Mailbox(executor, this::pump);
    this.blocking = new BlockingWork(executor, mailbox);
    this.alarm = new Alarm(time, mailbox);
    this.accounts =
        new AccountsAtWork(
            ports, settings, time, dispatcher, courtesy, mailbox, blocking, this::gone);
  }

  /** Begins to work on the batches of the store. */
  public void start() {
    mailbox.post(() -> {});
  }

  /** Looks at the store's batches now rather than soon: one was accepted, or is to be resumed. */
  public void wake() {
    mailbox.post(
        () -> {
          discoverAtNanos = time.nanoTime();
          runs.values().forEach(run -> run.wake(time.nanoTime()));
        });
  }

  /** What this node sees of the unfinished batches it works on. */
  public Map<BatchId, SweepView> views() {
    return views;
  }

  /** Completes when this node learns that no batch of this id is unfinished. */
  public CompletionStage<Void> whenFinished(BatchId batch) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    mailbox.post(() -> ends.computeIfAbsent(batch, id -> new ArrayList<>()).add(end));
    return end;
  }

  /**
   * Finishes what is in flight, stores how far everything is, and gives the accounts back. An
   * announcement of a begin or a finish is not waited for: whoever goes on repeats it.
   */
  public CompletionStage<Void> stop() {
    mailbox.post(() -> closing = true);
    return closed;
  }

  /** {@link #stop}, without waiting for it. */
  @Override
  public void close() {
    stop();
  }

  /** Does all that can be done now, and sees to being called when there will be more. */
  private void pump() {
    long now = time.nanoTime();
    if (closing) {
      giveAllBack();
    } else {
      discover(now);
      runs.values().forEach(run -> advance(run, now));
      accounts.send(now);
      accounts.renew(now);
    }
    views = view();
    alarm.set(nextWake(now), now);
  }

  /** An account is done, lost or given back: there is room for another. */
  private void gone(SweptAccount account) {
    BatchRun run = runs.get(account.key().batch());
    if (run != null) {
      run.left();
      run.wake(time.nanoTime());
      if (account.hasSwept()) {
        learn(run.learnt(), account.stored().swept().cents());
      }
    }
  }

  /** Has the batch's further accounts profit from what one turned out to hold. */
  private void learn(LearntBalances learnt, long cents) {
    learnt.add(cents);
    if (learnt.isPlanDue()) {
      GuessSearch search = new GuessSearch(learnt.sample(), settings.maxPayAmount().cents());
      blocking.run(
          search::best,
          better -> {
            if (better != null) {
              learnt.plan(better);
            }
          });
    }
  }

  private void discover(long now) {
    if (discovering || discoverAtNanos > now) {
      return;
    }
    discovering = true;
    blocking.run(
        this::batchesToWorkOn,
        batches -> {
          discovering = false;
          discoverAtNanos = time.nanoTime() + DISCOVERY.toNanos();
          if (batches != null) {
            meet(batches);
          }
        });
  }

  private List<Batch> batchesToWorkOn() {
    List<Batch> batches = new ArrayList<>(ports.batches().unfinished());
    batches.addAll(ports.batches().dueForSecondLook(SECOND_LOOKS_AT_ONCE));
    return batches;
  }

  private void meet(List<Batch> batches) {
    Set<BatchId> known = new HashSet<>();
    for (Batch batch : batches) {
      known.add(batch.id());
      runs.computeIfAbsent(batch.id(), id -> new BatchRun(batch, plan, time.nanoTime()));
    }
    runs.values().removeIf(run -> run.active() == 0 && !known.contains(run.batch().id()));
    // Whoever waits for a batch that another node has finished.
    List.copyOf(ends.keySet()).stream().filter(id -> !isUnfinished(id)).forEach(this::end);
  }

  private boolean isUnfinished(BatchId id) {
    BatchRun run = runs.get(id);
    return run != null && run.step() != Step.SECOND_LOOK;
  }

  private void end(BatchId id) {
    List<CompletableFuture<Void>> waiting = ends.remove(id);
    if (waiting != null) {
      views = view();
      executor.execute(() -> waiting.forEach(end -> end.complete(null)));
    }
  }

  private void advance(BatchRun run, long now) {
    if (!run.isDue(now)) {
      return;
    }
    switch (run.step()) {
      case BEGIN -> step(run, steps.begin(run.batch().id(), executor), Step.WORK);
      case WORK, SECOND_LOOK -> claim(run);
      case FINISH -> step(run, steps.finish(run.batch().id(), executor), Step.END);
      case END -> throw new IllegalStateException("an ended batch is never due");
    }
  }

  private void step(BatchRun run, CompletionStage<Boolean> step, Step next) {
    run.busy();
    step.whenComplete(
        (done, failure) ->
            mailbox.post(
                () -> {
                  if (Boolean.TRUE.equals(done)) {
                    run.go(next);
                    run.again(time.nanoTime());
                    if (next == Step.END) {
                      runs.remove(run.batch().id());
                      end(run.batch().id());
                    }
                  } else {
                    run.later(time.nanoTime());
                  }
                }));
  }

  /**
   * How many accounts to claim. No more than will be begun soon, so that those that follow profit
   * from what is learnt meanwhile; but not one by one.
   */
  private int room(BatchRun run) {
    int ahead = Math.max(AHEAD_MIN, dispatcher.limit() / 2);
    int fresh = dispatcher.fresh(run.batch().id());
    int room = settings.accountsAtOnce() / Math.max(1, runs.size()) - run.active();
    boolean isWorthIt =
        fresh <= ahead / 2 && room >= Math.min(AHEAD_MIN / 2, settings.accountsAtOnce() / 4);
    return isWorthIt ? Math.min(CHUNK, Math.min(room, ahead - fresh)) : 0;
  }

  private void claim(BatchRun run) {
    int wanted = room(run);
    run.full(wanted <= 0);
    if (wanted <= 0) {
      return;
    }
    run.busy();
    BatchId id = run.batch().id();
    blocking.run(
        () -> Claim.of(ports.items(), courtesy, id, settings, wanted, BUSY_PAUSE),
        claim -> {
          if (claim == null) {
            run.later(time.nanoTime());
          } else {
            claimed(run, claim);
          }
        });
  }

  private void claimed(BatchRun run, Claim claim) {
    for (BatchItem item : claim.items()) {
      SweptAccount account = new SweptAccount(item, run.learnt().plan());
      if (accounts.take(account)) {
        run.joined();
      }
    }
    if (claim.found()) {
      run.again(time.nanoTime());
    } else if (run.step() == Step.SECOND_LOOK && run.active() == 0) {
      looked(run);
    } else if (run.step() == Step.WORK && claim.allFinal() && run.active() == 0) {
      run.go(Step.FINISH);
      run.again(time.nanoTime());
    } else {
      run.later(time.nanoTime());
    }
  }

  /** Nothing more is to be asked for again now; should that get lost, it is found out again. */
  private void looked(BatchRun run) {
    BatchId id = run.batch().id();
    blocking.run(() -> ports.batches().lookedAgain(id));
    runs.remove(id);
  }

  private void giveAllBack() {
    accounts.leaveAll();
    // What is being claimed at this moment must be given back too.
    if (accounts.isEmpty() && blocking.isIdle()) {
      closed.complete(null);
    }
  }

  private Map<BatchId, SweepView> view() {
    Map<BatchId, SweepView> view = new HashMap<>();
    runs.forEach(
        (id, run) -> {
          if (isUnfinished(id)) {
            view.put(id, view(run));
          }
        });
    return view;
  }

  private SweepView view(BatchRun run) {
    return new SweepView(
        run.step(),
        run.active(),
        dispatcher.isSlow(),
        dispatcher.inFlight(),
        dispatcher.limit(),
        accounts.answersPerSecond());
  }

  private long nextWake(long now) {
    if (closing) {
      return Long.MAX_VALUE;
    }
    long wake = Math.min(dispatcher.wakeNanos(now), runsWake());
    wake = Math.min(wake, accounts.wakeNanos());
    return discovering ? wake : Math.min(wake, discoverAtNanos);
  }

  private long runsWake() {
    return runs.values().stream().mapToLong(BatchRun::wakeNanos).min().orElse(Long.MAX_VALUE);
  }
}
