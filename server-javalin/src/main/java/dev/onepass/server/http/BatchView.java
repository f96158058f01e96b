// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.domain.model.ConservationReport;
import dev.onepass.ports.batch.AnswerRates;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.batch.Waiting;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How batches look in JSON: apart from the domain's types, so that these may change. */
final class BatchView {

  private BatchView() {}

  /** A batch in a list of batches. */
  record Summary(
      BatchId batchPayId,
      String state,
      long total,
      Instant acceptedAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt) {

    static Summary of(Batch batch) {
      return new Summary(
          batch.id(),
          stateOf(batch),
          batch.total(),
          batch.acceptedAt(),
          batch.begunAt(),
          batch.finishedAt());
    }
  }

  /** A batch as it stands; the last four say why it does not go on, and are null otherwise. */
  record Status(
      BatchId batchPayId,
      String state,
      BatchStatus.Phase phase,
      long total,
      Map<String, Long> counts,
      Money swept,
      Money inDoubt,
      long calls,
      int inFlight,
      int concurrency,
      long callsPerSecond,
      AnswerRates answersPerSecond,
      Instant acceptedAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable Long etaSeconds,
      @Nullable String reason,
      @Nullable Instant since,
      @Nullable Integer attempts,
      @Nullable Instant nextTry) {

    static Status of(BatchStatus status) {
      Batch batch = status.batch();
      Duration eta = status.eta();
      Waiting waiting = status.waiting();
      return new Status(
          batch.id(),
          stateOf(batch),
          status.phase(),
          batch.total(),
          countsOf(status.progress()),
          status.progress().swept(),
          status.progress().inDoubt(),
          status.progress().calls(),
          status.inFlight(),
          status.concurrency(),
          status.answersPerSecond().total(),
          status.answersPerSecond(),
          batch.acceptedAt(),
          batch.begunAt(),
          batch.finishedAt(),
          eta == null ? null : eta.toSeconds(),
          waiting == null ? null : waiting.reason(),
          waiting == null ? null : waiting.since(),
          waiting == null ? null : waiting.attempts(),
          waiting == null ? null : waiting.nextTry());
    }
  }

  /** One account of a batch. */
  record Item(
      Uid uid, ItemState state, Money swept, Money inDoubt, long calls, int attempts, String note) {

    static Item of(BatchItem item) {
      return new Item(
          item.key().uid(),
          item.state(),
          item.swept(),
          item.inDoubt(),
          item.calls(),
          item.attempts(),
          item.note());
    }
  }

  /** A page of items; {@code next} is what to give as {@code after}, null if this is the last. */
  record Items(List<Item> items, @Nullable Uid next) {}

  /**
   * What was taken outside, compared with what the journal credited here.
   *
   * @param left accounts that something may still happen to
   * @param conserved whether every line of this page is, and the counts add up to the total
   */
  record Report(
      BatchId batchPayId,
      String state,
      long total,
      Map<String, Long> counts,
      long left,
      Money swept,
      Money inDoubt,
      long calls,
      boolean conserved,
      List<ReportLine> lines,
      @Nullable Uid next) {

    static Report of(ConservationReport report, int limit) {
      BatchProgress progress = report.progress();
      List<ReportLine> lines = report.lines().stream().map(ReportLine::of).toList();
      return new Report(
          report.batch().id(),
          stateOf(report.batch()),
          report.batch().total(),
          countsOf(progress),
          progress.unsettled(),
          progress.swept(),
          progress.inDoubt(),
          progress.calls(),
          report.isConserved(),
          lines,
          lines.size() < limit ? null : lines.get(limit - 1).uid());
    }
  }

  /** One account in the report. */
  record ReportLine(
      Uid uid,
      ItemState state,
      Money taken,
      Money credited,
      Money inDoubt,
      long calls,
      boolean conserved) {

    static ReportLine of(ConservationReport.Line line) {
      BatchItem item = line.item();
      return new ReportLine(
          item.key().uid(),
          item.state(),
          item.swept(),
          line.credited(),
          item.inDoubt(),
          item.calls(),
          line.isConserved());
    }
  }

  private static String stateOf(Batch batch) {
    return batch.isFinished() ? "FINISHED" : "RUNNING";
  }

  /** All states are there, so that nobody has to guess what a missing one means. */
  private static Map<String, Long> countsOf(BatchProgress progress) {
    var counts = new TreeMap<String, Long>();
    for (ItemState state : ItemState.values()) {
      counts.put(state.name().toLowerCase(Locale.ROOT), progress.count(state));
    }
    return counts;
  }
}
