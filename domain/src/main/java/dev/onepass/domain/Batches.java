// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import dev.onepass.domain.event.OnePassListener;
import dev.onepass.domain.model.Acceptance;
import dev.onepass.domain.model.BatchEnd;
import dev.onepass.domain.model.ConservationReport;
import dev.onepass.domain.sweep.SweepEngine;
import dev.onepass.domain.sweep.SweepView;
import dev.onepass.ports.batch.AnswerRates;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.BatchStatus.Phase;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.batch.Waiting;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Accepts batches and tells what becomes of them.
 *
 * <p>Thread-safe; methods block for the database and throw {@link UnavailableException} if no
 * answer came. Each may then be repeated.
 */
public final class Batches {

  /** The most accounts of one batch. */
  public static final int SIZE_MAX = 1_000_000;

  private static final Duration FRESH = Duration.ofMillis(200);

  /** A status of a batch that was running, and when it was read. */
  private record Seen(BatchStatus status, long atNanos) {}

  private final Map<BatchId, Seen> lately = new ConcurrentHashMap<>();
  private final BatchStore batches;
  private final ItemStore items;
  private final Journal journal;
  private final StatusCache cache;
  private final SweepEngine engine;
  private final Timekeeper time;
  private final FinishWaiters waiters;
  private final OnePassListener listener;

  Batches(
      BatchStore batches,
      ItemStore items,
      Journal journal,
      StatusCache cache,
      SweepEngine engine,
      Timekeeper time,
      FinishWaiters waiters,
      OnePassListener listener) {
    this.batches = batches;
    this.items = items;
    this.journal = journal;
    this.cache = cache;
    this.engine = engine;
    this.time = time;
    this.waiters = waiters;
    this.listener = listener;
  }

  /**
   * Accepts a batch: once this returns it is durable, and is worked on until it is finished.
   *
   * @param uids its accounts; repetitions collapse
   * @throws IllegalArgumentException if there are none, more than {@link #SIZE_MAX}, or the
   *     external world is among them
   */
  public Acceptance start(BatchId id, Collection<Uid> uids) {
    List<Uid> distinct = uids.stream().sorted().distinct().toList();
    if (distinct.isEmpty() || distinct.size() > SIZE_MAX) {
      throw new IllegalArgumentException("a batch has 1 to " + SIZE_MAX + " uids");
    }
    if (distinct.get(0).isExternal()) {
      throw new IllegalArgumentException("a uid is above zero");
    }
    Instant now = time.now();
    String fingerprint = Fingerprint.of(distinct);
    Optional<Batch> earlier = batches.find(id);
    if (earlier.isPresent()) {
      return isSame(earlier.get(), fingerprint) ? Acceptance.KNOWN : Acceptance.ID_REUSED;
    }
    Batch wanted = Batch.accepted(id, fingerprint, distinct.size(), now);
    Batch stored = batches.accept(wanted, distinct);
    engine.wake();
    if (!isSame(stored, fingerprint)) {
      return Acceptance.ID_REUSED;
    }
    listener.batchAccepted(id, distinct.size());
    return Acceptance.ACCEPTED;
  }

  private static boolean isSame(Batch batch, String fingerprint) {
    return batch.fingerprint().equals(fingerprint);
  }

  /**
   * How far a batch is; empty if there is none of that id. Who polls spares the database: what was
   * read of a running batch serves for a moment, and the sums of a finished one are remembered by
   * the cache. The database is always asked for the finished batch itself, so that nothing cached
   * outlives a database that was restored or made anew.
   */
  public Optional<BatchStatus> status(BatchId id) {
    SweepView view = engine.view(id).orElse(null);
    Seen seen = lately.get(id);
    if (view != null && seen != null && time.nanoTime() - seen.atNanos < FRESH.toNanos()) {
      return Optional.of(seen.status);
    }
    Optional<Batch> batch = batches.find(id);
    if (batch.filter(Batches::isFinal).isPresent()) {
      lately.remove(id);
      return Optional.of(finalStatus(batch.get()));
    }
    return batch.map(found -> running(found, view));
  }

  private BatchStatus finalStatus(Batch batch) {
    Optional<BatchStatus> cached = cached(batch);
    if (cached.isPresent()) {
      return cached.get();
    }
    BatchStatus status = status(batch, null);
    cache(status);
    return status;
  }

  private BatchStatus running(Batch batch, @Nullable SweepView view) {
    BatchStatus status = status(batch, view);
    if (batch.isFinished()) {
      lately.remove(batch.id());
    } else if (view != null) {
      lately.put(batch.id(), new Seen(status, time.nanoTime()));
    }
    return status;
  }

  private Optional<BatchStatus> cached(Batch batch) {
    try {
      return cache.get(batch.id()).filter(status -> status.batch().equals(batch));
    } catch (UnavailableException e) {
      return Optional.empty();
    }
  }

  private static boolean isFinal(Batch batch) {
    return batch.isFinished() && !batch.secondLook();
  }

  private void cache(BatchStatus status) {
    try {
      cache.put(status);
    } catch (UnavailableException e) {
      // Whoever asks next asks the database.
    }
  }

  /** Of a finished batch the same for ever, whatever its sweep is still about to put away. */
  private BatchStatus status(Batch batch, @Nullable SweepView latest) {
    SweepView view = batch.isFinished() ? null : latest;
    BatchProgress progress = items.progress(batch.id());
    return new BatchStatus(
        batch,
        progress,
        phase(batch, progress, view),
        view == null ? 0 : view.inFlight(),
        view == null ? 0 : view.concurrency(),
        view == null ? AnswerRates.NONE : view.answersPerSecond(),
        batch.isFinished() ? null : eta(batch, progress),
        batch.isFinished() ? null : waiting(batch, view));
  }

  private static @Nullable Waiting waiting(Batch batch, @Nullable SweepView view) {
    return view != null && view.waiting() != null ? view.waiting() : batch.waiting();
  }

  private static Phase phase(Batch batch, BatchProgress progress, @Nullable SweepView view) {
    if (batch.isFinished()) {
      return Phase.FINISHED;
    }
    if (batch.begunAt() == null) {
      return Phase.BEGINNING;
    }
    if (progress.unsettled() == 0) {
      return Phase.FINISHING;
    }
    if (progress.count(ItemState.OPEN) == 0) {
      return Phase.WAITING;
    }
    return view != null && view.slow() ? Phase.SLOW : Phase.FAST;
  }

  /** As long again as it took so far, in proportion to what is left. */
  private @Nullable Duration eta(Batch batch, BatchProgress progress) {
    long settled = batch.total() - progress.unsettled();
    Instant begun = batch.begunAt();
    if (settled == 0 || begun == null) {
      return null;
    }
    Duration soFar = Duration.between(begun, time.now());
    return Duration.ofMillis(soFar.toMillis() * progress.unsettled() / settled);
  }

  /** The newest batches, newest first. */
  public List<Batch> newest(int limit) {
    return batches.newest(limit);
  }

  /**
   * A page of a batch's items by ascending uid; empty if there is no such batch.
   *
   * @param state only those in this state; all if null
   */
  public Optional<List<BatchItem>> items(
      BatchId id, @Nullable ItemState state, Uid after, int limit) {
    return batches.find(id).map(batch -> items.page(id, state, after, limit));
  }

  /**
   * Has a batch's items of a state tried again at once, and the batch go on if it was paused.
   * Missing and rejected ones are swept anew; in a finished batch too, which stays finished.
   *
   * @param state unresolved, missing or rejected
   * @return how many; empty if there is no such batch
   * @throws IllegalArgumentException for another state
   */
  public Optional<Long> resume(BatchId id, ItemState state) {
    if (!state.isResumable()) {
      throw new IllegalArgumentException("what can be resumed is unresolved, missing or rejected");
    }
    Optional<Batch> batch = batches.find(id);
    if (batch.isEmpty()) {
      return Optional.empty();
    }
    long resumed = items.resume(id, state);
    engine.wake(id);
    if (resumed > 0) {
      forgetFinal(id);
    }
    return Optional.of(resumed);
  }

  /** What others remember of a finished batch as final is not so any more. */
  public void forgetFinal(BatchId id) {
    batches.find(id).filter(Batch::isFinished).ifPresent(batch -> cache(status(batch, null)));
  }

  /** Compares a page of the batch with the journal; empty if there is no such batch. */
  public Optional<ConservationReport> report(BatchId id, Uid after, int limit) {
    return batches.find(id).map(batch -> report(batch, items.page(id, null, after, limit)));
  }

  private ConservationReport report(Batch batch, List<BatchItem> page) {
    Map<Uid, Money> credited =
        journal.swept(batch.id(), page.stream().map(item -> item.key().uid()).toList());
    return new ConservationReport(
        batch,
        items.progress(batch.id()),
        page.stream()
            .map(
                item ->
                    new ConservationReport.Line(
                        item, credited.getOrDefault(item.key().uid(), Money.ZERO)))
            .toList());
  }

  /**
   * Returns what completes when the batch has finished, when it turns out that there is none of
   * this id, or when this process stops. Never blocks, and never completes exceptionally unless it
   * is cancelled, which forgets it.
   */
  public CompletionStage<BatchEnd> whenFinished(BatchId id) {
    return waiters.await(id);
  }
}
