// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import dev.onepass.domain.balance.CacheSharing;
import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.domain.event.OnePassListener;
import dev.onepass.domain.ledger.Ledger;
import dev.onepass.domain.limit.AdaptiveLimit;
import dev.onepass.domain.limit.ToldLimit;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.domain.supervision.SinceStart;
import dev.onepass.domain.supervision.Trampoline;
import dev.onepass.domain.sweep.SweepEngine;
import dev.onepass.domain.sweep.SweepPorts;
import dev.onepass.ports.SharedCache;
import dev.onepass.ports.Storage;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.ports.error.OnePassException;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One-Pass as a library: a ledger of user balances, and an engine that sweeps external accounts
 * into it.
 *
 * <pre>{@code
 * try (OnePass onePass = OnePass.builder().storage(mysql.storage()).gateway(gateway).build()) {
 *   onePass.start();
 *   onePass.batches().start(new BatchId("batch-1"), List.of(new Uid(1001)));
 *   onePass.batches().whenFinished(new BatchId("batch-1")).toCompletableFuture().join();
 * }
 * }</pre>
 *
 * <p>Methods that return a stage do not block; all others may, for the database. Owns none of what
 * it is given: close the adapters after {@link #close}. Thread-safe.
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

  private final OwnResources own;
  private final OnePassListener listener;
  private final Timekeeper time;
  private final GuardedCache cache;
  private final Ledger ledger;
  private final ToldLedger told;
  private final Journal journal;
  private final BalanceReader balances;
  private final BalanceValidation validation;
  private final Batches batches;
  private final Reconciliation reconciliation;
  private final SweepEngine engine;
  private final FinishWaiters waiters;
  private final Object closing = new Object();
  private volatile State state = State.NEW;

  OnePass(OnePassBuilder b, Storage storage, PaymentGateway gateway) {
    own = new OwnResources();
    time = new SinceStart(b.timekeeper == null ? own.timekeeper() : b.timekeeper);
    listener = new SafeListener(b.listener, time);
    Executor executor = new Trampoline(b.executor == null ? own.executor() : b.executor);
    LedgerStore store = storage.ledger();
    BatchStore batchStore = storage.batches();
    ItemStore items = storage.items();
    SharedCache shared = b.cache == null ? Standalone.cache() : b.cache;
    CacheOutages outages = b.cache == null ? null : storage.cacheOutages();
    String self = b.sweepSettings.node() + "/" + Long.toHexString(b.random.nextLong());
    cache =
        new GuardedCache(
            shared.balances(),
            new CacheSharing(outages, shared.members(), self),
            listener,
            time,
            executor);
    journal = storage.journal();
    ledger = new Ledger(store, cache, time, executor, b.random, b.ledgerSettings);
    told = new ToldLedger(ledger, listener);
    balances = new BalanceReader(store, cache, time, executor);
    validation = new BalanceValidation(store, journal, cache, time);
    waiters = new FinishWaiters(batchStore, time, executor);
    engine =
        new SweepEngine(
            new SweepPorts(
                batchStore, items, shared.leases(), gateway, store::balances, told::checkpoint),
            b.sweepSettings,
            new ToldLimit(new AdaptiveLimit(b.concurrency), listener::limitChanged),
            time,
            b.random,
            executor,
            this::finished);
    batches =
        new Batches(batchStore, items, journal, shared.statuses(), engine, time, waiters, listener);
    reconciliation =
        new Reconciliation(
            batchStore,
            items,
            journal,
            told::checkpoint,
            b.sweepSettings.maxPayAmount(),
            executor,
            batches::forgetFinal);
  }

  public static OnePassBuilder builder() {
    return new OnePassBuilder();
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
    cache.join();
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
   * Moves money from one user to another, and waits for the outcome. Not to be called in a task of
   * the executor that One-Pass was given; see {@link #transferAsync}.
   *
   * @return whether it is posted, or why it is refused
   * @throws IllegalArgumentException if the amount is above the largest allowed
   * @throws OnePassException if the outcome is not known or nothing was done, as its type says: the
   *     same command again tells, and moves the money once
   */
  public TransferOutcome transfer(TransferCommand command) {
    try {
      return transferAsync(command).toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OnePassException known) {
        throw known;
      }
      throw e;
    }
  }

  /**
   * Moves money from one user to another; see {@link Ledger#transfer}.
   *
   * @return completes with the outcome, or with the exceptions of {@link #transfer}
   * @throws IllegalArgumentException if the amount is above the largest allowed
   */
  public CompletionStage<TransferOutcome> transferAsync(TransferCommand command) {
    return told.transfer(command);
  }

  private void finished(BatchId batch) {
    listener.batchFinished(batch);
    waiters.finished(batch);
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

  /** Compares the third party's statement with what was credited. */
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
        .thenCompose(nothing -> cache.leave())
        .whenComplete((nothing, failure) -> stopped());
  }

  private void stopped() {
    waiters.stop();
    become(State.STOPPED);
  }

  /**
   * Stops, and waits for that for at most 25 seconds. What is in flight then is left as it is:
   * nothing is lost by that, but accounts wait until their leases have ended, and whoever waits for
   * a transfer is not told of it. May be called again.
   */
  @Override
  public void close() {
    synchronized (closing) {
      if (!own.isClosed()) {
        stopInTime();
        own.close();
      }
    }
  }

  private void stopInTime() {
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
}
