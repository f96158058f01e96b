// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import static java.util.Objects.requireNonNull;

import dev.onepass.domain.balance.BalanceReader;
import dev.onepass.domain.balance.BalanceValidation;
import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.domain.batch.Batches;
import dev.onepass.domain.batch.FinishWaiters;
import dev.onepass.domain.ledger.Ledger;
import dev.onepass.domain.ledger.LedgerSettings;
import dev.onepass.domain.ledger.TransferCommand;
import dev.onepass.domain.ledger.TransferOutcome;
import dev.onepass.domain.limit.AdaptiveLimit;
import dev.onepass.domain.limit.LimitBounds;
import dev.onepass.domain.supervision.SinceStart;
import dev.onepass.domain.supervision.Trampoline;
import dev.onepass.domain.sweep.Reconciliation;
import dev.onepass.domain.sweep.SweepEngine;
import dev.onepass.domain.sweep.SweepPorts;
import dev.onepass.domain.sweep.SweepSettings;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One-Pass as a library: a ledger of user balances, and an engine that sweeps external accounts
 * into it.
 *
 * <pre>{@code
 * OnePass onePass =
 *     OnePass.builder()
 *         .ledger(database.ledger(), database.journal())
 *         .batches(database.batches(), database.items())
 *         .gateway(gateway)
 *         .timekeeper(timekeeper)
 *         .executor(executor)
 *         .build();
 * onePass.start();
 * onePass.batches().start(new BatchId("batch-1"), List.of(new Uid(1001)));
 * }</pre>
 *
 * <p>Owns none of what it is given: close the adapters after {@link #close}. Thread-safe.
 */
public final class OnePass implements AutoCloseable {

  /** What it does about batches. */
  public enum State {
    /** It accepts them, and works on none. */
    NEW,
    /** It works on them. */
    RUNNING,
    /** It finishes what is in flight, and makes no transfers. */
    STOPPING,
    /** Nothing is in flight any more. Final. */
    STOPPED
  }

  private static final Logger LOG = System.getLogger(OnePass.class.getName());
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(25);

  private final Timekeeper time;
  private final Ledger ledger;
  private final Journal journal;
  private final BalanceReader balances;
  private final BalanceValidation validation;
  private final Batches batches;
  private final Reconciliation reconciliation;
  private final SweepEngine engine;
  private final FinishWaiters waiters;
  private volatile State state = State.NEW;

  private OnePass(Builder b, LedgerStore store, Journal journal, BatchStore batchStore) {
    time = new SinceStart(requireNonNull(b.timekeeper, "timekeeper"));
    Executor executor = new Trampoline(requireNonNull(b.executor, "executor"));
    ItemStore items = requireNonNull(b.items, "batches");
    PaymentGateway gateway = requireNonNull(b.gateway, "gateway");
    GuardedCache cache = new GuardedCache(b.balanceCache, b.outages, time, executor);
    this.journal = journal;
    ledger = new Ledger(store, cache, time, executor, b.random, b.ledgerSettings);
    balances = new BalanceReader(store, cache, time);
    validation = new BalanceValidation(store, journal, cache, time);
    waiters = new FinishWaiters(batchStore, time, executor);
    engine =
        new SweepEngine(
            new SweepPorts(
                batchStore, items, b.leases, gateway, store::balances, ledger::checkpoint),
            b.sweepSettings,
            new AdaptiveLimit(b.concurrency),
            time,
            b.random,
            executor,
            waiters::finished);
    batches = new Batches(batchStore, items, journal, b.statusCache, engine, time, waiters);
    reconciliation =
        new Reconciliation(
            batchStore,
            items,
            journal,
            ledger::checkpoint,
            b.sweepSettings.maxPayAmount(),
            executor,
            batches::forgetFinal);
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Begins to work on batches, those accepted before a restart among them. Until then batches are
   * accepted, and transfers made, but nothing is swept here.
   *
   * @throws IllegalStateException if it was started or stopped before
   */
  public void start() {
    engine.start();
    become(State.RUNNING);
  }

  public State state() {
    return state;
  }

  /** States follow one another as they are declared, and never go back. */
  private synchronized void become(State next) {
    if (next.compareTo(state) > 0) {
      state = next;
    }
  }

  /**
   * Moves money from one user to another; see {@link Ledger#transfer}.
   *
   * @throws IllegalArgumentException if the amount is above the largest allowed
   */
  public CompletionStage<TransferOutcome> transfer(TransferCommand command) {
    return ledger.transfer(command);
  }

  /** How many of the ledger's commands wait for their answer, here and now. */
  public int unanswered() {
    return ledger.unanswered();
  }

  public BalanceReader balances() {
    return balances;
  }

  public BalanceValidation validation() {
    return validation;
  }

  public Journal journal() {
    return journal;
  }

  public Batches batches() {
    return batches;
  }

  /** Holds the third party's statement against what was credited. */
  public Reconciliation reconciliation() {
    return reconciliation;
  }

  /**
   * Finishes what is in flight, and makes no transfers from now on: they fail with {@link
   * dev.onepass.ports.error.OverloadedException}. Unfinished batches go on after the next start,
   * here or on another node. May be called again. Without a database this takes until there is one
   * again; {@link #close} does not.
   *
   * @return completes when all is stored; not to be waited for in what depends on a transfer
   */
  public CompletionStage<@Nullable Void> stop() {
    become(State.STOPPING);
    ledger.refuseTransfers();
    return engine
        .stop()
        .thenCompose(nothing -> ledger.close())
        .whenComplete((nothing, failure) -> stopped());
  }

  private void stopped() {
    waiters.stop();
    become(State.STOPPED);
  }

  /**
   * Stops, and waits for that for at most 25 seconds. What is in flight then is left as it is:
   * nothing is lost by that, but accounts wait until their leases have ended, and whoever waits for
   * a transfer is not told of it.
   */
  @Override
  public void close() {
    CompletableFuture<?> stopped = stop().toCompletableFuture();
    CompletableFuture<?> outOfPatience = new CompletableFuture<>();
    Runnable cancel = time.after(CLOSE_PATIENCE, () -> outOfPatience.complete(null));
    CompletableFuture.anyOf(stopped, outOfPatience).join();
    cancel.run();
    if (!stopped.isDone()) {
      LOG.log(
          Level.WARNING,
          "not all could be stored within {0} s; what was under way is found by the next start",
          CLOSE_PATIENCE.toSeconds());
      engine.abandon();
      stopped();
    }
  }

  /**
   * Gathers what One-Pass is built on. The ledger, the batches, the gateway, the timekeeper and the
   * executor are needed; without caches the database answers everything, and without leases the
   * fences alone keep nodes apart. Not thread-safe.
   */
  public static final class Builder {

    private @Nullable LedgerStore ledger;
    private @Nullable Journal journal;
    private @Nullable BatchStore batches;
    private @Nullable ItemStore items;
    private @Nullable PaymentGateway gateway;
    private @Nullable Timekeeper timekeeper;
    private @Nullable Executor executor;
    private final Unshared unshared = new Unshared();
    private BalanceCache balanceCache = unshared;
    private @Nullable CacheOutages outages;
    private StatusCache statusCache = unshared;
    private LeaseStore leases = unshared;
    private RandomGenerator random = new Random();
    private LedgerSettings ledgerSettings = LedgerSettings.DEFAULT;
    private SweepSettings sweepSettings = SweepSettings.of("embedded");
    private LimitBounds concurrency = new LimitBounds(10, 60);

    private Builder() {}

    public Builder ledger(LedgerStore store, Journal journal) {
      this.ledger = store;
      this.journal = journal;
      return this;
    }

    public Builder batches(BatchStore batches, ItemStore items) {
      this.batches = batches;
      this.items = items;
      return this;
    }

    public Builder gateway(PaymentGateway gateway) {
      this.gateway = gateway;
      return this;
    }

    public Builder timekeeper(Timekeeper timekeeper) {
      this.timekeeper = timekeeper;
      return this;
    }

    /**
     * All work runs on it, and blocks it for the database: 8 threads or more, or virtual ones. It
     * may refuse tasks: transfers then fail with {@link
     * dev.onepass.ports.error.OverloadedException}, and all else is offered again. One that runs
     * tasks in their caller makes callers wait.
     */
    public Builder executor(Executor executor) {
      this.executor = executor;
      return this;
    }

    public Builder caches(BalanceCache balances, StatusCache statuses) {
      this.balanceCache = balances;
      this.statusCache = statuses;
      return this;
    }

    /** Needed if several servers share the caches: where one says that it has lost them. */
    public Builder outages(CacheOutages outages) {
      this.outages = outages;
      return this;
    }

    public Builder leases(LeaseStore leases) {
      this.leases = leases;
      return this;
    }

    /** Spreads retries in time; thread-safe. */
    public Builder random(RandomGenerator random) {
      this.random = random;
      return this;
    }

    public Builder ledgerSettings(LedgerSettings settings) {
      this.ledgerSettings = settings;
      return this;
    }

    public Builder sweepSettings(SweepSettings settings) {
      this.sweepSettings = settings;
      return this;
    }

    /** How many payment calls may be in flight; 10 to 60 unless told otherwise. */
    public Builder concurrency(LimitBounds bounds) {
      this.concurrency = bounds;
      return this;
    }

    /**
     * @throws NullPointerException naming what is needed and was not given
     */
    public OnePass build() {
      return new OnePass(
          this,
          requireNonNull(ledger, "ledger"),
          requireNonNull(journal, "journal"),
          requireNonNull(batches, "batches"));
    }
  }
}
