// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.ledger.Checkpoint;
import dev.onepass.domain.ledger.CheckpointOutcome;
import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.domain.sweep.SweepView.Step;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.error.OnePassException;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sweeps the batches of the store on this node: claims accounts, sends their calls as the {@link
 * Dispatcher} says, stores checkpoints, and takes each batch from its begin to its finish.
 *
 * <p>Everything here happens in one {@link Mailbox}: what blocks is run on the executor and posts
 * its outcome back. What is lost with the process is found again in the store, by this node's
 * successor or, once the lease has ended, by any other. Thread-safe.
 */
public final class SweepEngine implements AutoCloseable {

  private static final Logger LOG = System.getLogger(SweepEngine.class.getName());
  private static final int CHUNK = 256;

  /** Accounts to have ready, or one for every second permit if these are more. */
  private static final int AHEAD_MIN = 32;

  private static final Duration DISCOVERY = Duration.ofSeconds(2);
  private static final Duration CHECKPOINT_AGAIN = Duration.ofMillis(500);
  private static final Duration BUSY_PAUSE = Duration.ofSeconds(2);

  /** Answers after which an account in bulk is checkpointed: what a crash may cost in calls. */
  private static final long CALLS_BETWEEN_CHECKPOINTS = 256;

  private final SweepPorts ports;
  private final SweepSettings settings;
  private final Timekeeper time;
  private final Executor executor;
  private final Dispatcher dispatcher;
  private final Courtesy courtesy;
  private final BatchSteps steps;
  private final SweepPlan plan;
  private final Mailbox mailbox;

  private final Map<BatchId, BatchRun> runs = new LinkedHashMap<>();
  private final Map<ItemKey, SweptAccount> accounts = new HashMap<>();
  private final Map<BatchId, List<CompletableFuture<Void>>> ends = new HashMap<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final Rate rate = new Rate();
  private volatile Map<BatchId, SweepView> views = Map.of();

  /** Pieces of blocking work that have not come back. */
  private int blocked;

  private boolean closing;
  private boolean renewing;
  private boolean discovering;
  private long renewAtNanos;
  private long discoverAtNanos;
  private long wakeAtNanos = Long.MAX_VALUE;
  private Runnable cancelWake = () -> {};

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

  /** What this node sees of the batches it works on. */
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
      send(now);
      renew(now);
    }
    views = view();
    wakeAt(nextWake(now), now);
  }

  private void send(long now) {
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
    rate.count(now);
    dispatcher.answered(call, answer != null ? answer : inDoubt(failure), now);
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
      learn(account);
      drop(account);
    } else {
      follow(account);
    }
  }

  /** Has the batch's further accounts profit from what this one turned out to hold. */
  private void learn(SweptAccount account) {
    BatchRun run = runs.get(account.key().batch());
    if (run == null || account.stored().state() != ItemState.SWEPT) {
      return;
    }
    LearntBalances learnt = run.learnt();
    learnt.add(account.stored().swept().cents());
    if (learnt.isPlanDue()) {
      GuessSearch search = new GuessSearch(learnt.sample(), settings.maxPayAmount().cents());
      block(
          search::best,
          better -> {
            if (better != null) {
              learnt.plan(better);
            }
          });
    }
  }

  private void drop(SweptAccount account) {
    account.leave();
    dispatcher.remove(account);
    if (accounts.remove(account.key(), account)) {
      BatchRun run = runs.get(account.key().batch());
      if (run != null) {
        run.left();
        run.wake(time.nanoTime());
      }
      block(
          () -> {
            courtesy.giveBack(List.of(account.key()));
            return true;
          },
          done -> {});
    }
  }

  private void discover(long now) {
    if (discovering || discoverAtNanos > now) {
      return;
    }
    discovering = true;
    block(
        ports.batches()::unfinished,
        unfinished -> {
          discovering = false;
          discoverAtNanos = time.nanoTime() + DISCOVERY.toNanos();
          if (unfinished != null) {
            meet(unfinished);
          }
        });
  }

  private void meet(List<Batch> unfinished) {
    Set<BatchId> known = new HashSet<>();
    for (Batch batch : unfinished) {
      known.add(batch.id());
      runs.computeIfAbsent(batch.id(), id -> new BatchRun(batch, plan, time.nanoTime()));
    }
    runs.values().removeIf(run -> run.active() == 0 && !known.contains(run.batch().id()));
    // Whoever waits for a batch that another node has finished.
    List.copyOf(ends.keySet()).stream().filter(id -> !runs.containsKey(id)).forEach(this::end);
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
      case WORK -> claim(run);
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
    block(
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
      SweptAccount earlier = accounts.put(item.key(), account);
      if (earlier == null) {
        run.joined();
      } else {
        earlier.leave();
        dispatcher.remove(earlier);
      }
      follow(account);
    }
    if (claim.found()) {
      run.again(time.nanoTime());
    } else if (claim.allFinal() && run.active() == 0) {
      run.go(Step.FINISH);
      run.again(time.nanoTime());
    } else {
      run.later(time.nanoTime());
    }
  }

  private void renew(long now) {
    if (renewing || renewAtNanos > now) {
      return;
    }
    renewing = true;
    List<BatchItem> held = accounts.values().stream().map(SweptAccount::stored).toList();
    block(
        () -> {
          courtesy.renew();
          return held.isEmpty() ? Set.<ItemKey>of() : ports.items().renew(held, settings.lease());
        },
        lost -> {
          renewing = false;
          renewAtNanos = time.nanoTime() + settings.lease().dividedBy(3).toNanos();
          if (lost != null) {
            dropLost(lost, held);
          }
        });
  }

  private void dropLost(Set<ItemKey> lost, List<BatchItem> held) {
    for (BatchItem item : held) {
      SweptAccount account = accounts.get(item.key());
      if (lost.contains(item.key())
          && account != null
          && account.stored().fence() == item.fence()
          && !account.isStoring()) {
        drop(account);
      }
    }
  }

  private void giveAllBack() {
    for (SweptAccount account : List.copyOf(accounts.values())) {
      account.leave();
      dispatcher.remove(account);
      follow(account);
    }
    // What is being claimed at this moment must be given back too.
    if (accounts.isEmpty() && dispatcher.inFlight() == 0 && blocked == 0) {
      closed.complete(null);
    }
  }

  /** Runs what blocks on the executor; {@code then} gets its result, or null if there is none. */
  private <T> void block(Supplier<T> work, Consumer<@Nullable T> then) {
    blocked++;
    executor.execute(
        () -> {
          T result = null;
          try {
            result = work.get();
          } catch (OnePassException e) {
            LOG.log(Level.DEBUG, "will try again", e);
          } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "will try again, but this is a bug", e);
          }
          T outcome = result;
          mailbox.post(
              () -> {
                blocked--;
                then.accept(outcome);
              });
        });
  }

  private Map<BatchId, SweepView> view() {
    Map<BatchId, SweepView> view = new HashMap<>();
    runs.forEach(
        (id, run) ->
            view.put(
                id,
                new SweepView(
                    run.step(),
                    run.active(),
                    dispatcher.isSlow(),
                    dispatcher.inFlight(),
                    dispatcher.limit(),
                    rate.perSecond(time.nanoTime()))));
    return view;
  }

  private long nextWake(long now) {
    if (closing) {
      return Long.MAX_VALUE;
    }
    long wake = Math.min(dispatcher.wakeNanos(now), runsWake());
    wake = discovering ? wake : Math.min(wake, discoverAtNanos);
    return renewing ? wake : Math.min(wake, renewAtNanos);
  }

  private long runsWake() {
    return runs.values().stream().mapToLong(BatchRun::wakeNanos).min().orElse(Long.MAX_VALUE);
  }

  private void wakeAt(long atNanos, long now) {
    if (atNanos == wakeAtNanos) {
      return;
    }
    cancelWake.run();
    cancelWake = () -> {};
    wakeAtNanos = atNanos;
    if (atNanos != Long.MAX_VALUE) {
      Duration delay = Duration.ofNanos(Math.max(0, atNanos - now));
      cancelWake =
          time.after(
              delay,
              () ->
                  mailbox.post(
                      () -> {
                        if (wakeAtNanos == atNanos) {
                          wakeAtNanos = Long.MAX_VALUE;
                        }
                      }));
    }
  }
}
