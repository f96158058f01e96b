// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.metrics;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.onepass.domain.OnePass;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.BatchStatus.Phase;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.time.Timekeeper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches that are not finished, in numbers for all of them together, those of other nodes
 * included. Looked up every five seconds, so that no scrape waits for the database; while that does
 * not answer, nothing is told (NaN) rather than something old. Thread-safe.
 */
public final class BatchFigures implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BatchFigures.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** The oldest of them: what is wrong shows there, and a look stays cheap. */
  private static final int BATCHES_MAX = 200;

  private final Supplier<List<Batch>> unfinished;
  private final OnePass onePass;
  private final Timekeeper time;
  private final Executor executor;
  private volatile @Nullable Seen seen;
  private volatile boolean closed;

  /** Why a batch waits, for all of its accounts. */
  private enum Reason {
    BEGIN,
    FINISH,
    TURNED_AWAY,
    REFUSED;

    static Reason of(BatchStatus waiting) {
      return switch (waiting.phase()) {
        case BEGINNING -> BEGIN;
        case FINISHING -> FINISH;
        // Only a batch that was put off says so in the store.
        default -> waiting.batch().waiting() == null ? TURNED_AWAY : REFUSED;
      };
    }
  }

  private record Seen(
      Map<Phase, Long> batches,
      Map<Reason, Long> waiting,
      long open,
      long unresolved,
      double inDoubt,
      double oldestInDoubtSeconds) {}

  private BatchFigures(
      Supplier<List<Batch>> unfinished, OnePass onePass, Timekeeper time, Executor executor) {
    this.unfinished = unfinished;
    this.onePass = onePass;
    this.time = time;
    this.executor = executor;
  }

  /** Begins to look, and has the figures told. */
  public static BatchFigures start(
      Supplier<List<Batch>> unfinished,
      OnePass onePass,
      Timekeeper time,
      Executor executor,
      MeterRegistry meters) {
    var figures = new BatchFigures(unfinished, onePass, time, executor);
    for (Phase phase : Phase.values()) {
      if (phase != Phase.FINISHED) {
        figures
            .gauge("onepass.batches", seen -> seen.batches().getOrDefault(phase, 0L))
            .tag("phase", phase.name())
            .register(meters);
      }
    }
    for (Reason reason : Reason.values()) {
      figures
          .gauge("onepass.batch.waiting", seen -> seen.waiting().getOrDefault(reason, 0L))
          .tag("reason", reason.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    figures.gauge("onepass.batch.items", Seen::open).tag("state", "OPEN").register(meters);
    figures
        .gauge("onepass.batch.items", Seen::unresolved)
        .tag("state", "UNRESOLVED")
        .register(meters);
    figures.gauge("onepass.batch.in.doubt.amount", Seen::inDoubt).register(meters);
    figures
        .gauge("onepass.batch.in.doubt.oldest.seconds", Seen::oldestInDoubtSeconds)
        .register(meters);
    figures.lookSoon();
    return figures;
  }

  @Override
  public void close() {
    closed = true;
  }

  private Gauge.Builder<BatchFigures> gauge(String name, ToDoubleFunction<Seen> figure) {
    return Gauge.builder(
        name,
        this,
        figures -> {
          Seen last = figures.seen;
          return last == null ? Double.NaN : figure.applyAsDouble(last);
        });
  }

  private void lookSoon() {
    try {
      executor.execute(this::look);
    } catch (RejectedExecutionException e) {
      // Closing down: nobody asks any more.
      closed = true;
    }
  }

  private void look() {
    try {
      seen = figures();
    } catch (RuntimeException e) {
      seen = null;
      if (!closed && !(e instanceof UnavailableException)) {
        LOG.warn("cannot tell how the batches are", e);
      }
    } finally {
      if (!closed) {
        time.after(PAUSE, this::lookSoon);
      }
    }
  }

  private Seen figures() {
    List<BatchStatus> running =
        unfinished.get().stream()
            .limit(BATCHES_MAX)
            .map(batch -> onePass.batches().status(batch.id()))
            .flatMap(Optional::stream)
            .filter(status -> !status.batch().isFinished())
            .toList();
    return new Seen(
        running.stream().collect(groupingBy(BatchStatus::phase, counting())),
        running.stream()
            .filter(status -> status.waiting() != null)
            .collect(groupingBy(Reason::of, counting())),
        items(running, ItemState.OPEN),
        items(running, ItemState.UNRESOLVED),
        running.stream()
            .mapToLong(s -> s.progress().inDoubt().cents())
            .mapToObj(BatchFigures::yuan)
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .doubleValue(),
        running.stream()
            .filter(status -> status.progress().inDoubt().isPositive())
            .map(status -> Duration.between(status.batch().acceptedAt(), time.now()))
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO)
            .toSeconds());
  }

  private static BigDecimal yuan(long cents) {
    return BigDecimal.valueOf(cents, 2);
  }

  private static long items(List<BatchStatus> running, ItemState state) {
    return running.stream().mapToLong(status -> status.progress().count(state)).sum();
  }
}
