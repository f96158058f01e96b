// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.onepass.domain.Batches;
import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.Acceptance;
import dev.onepass.domain.model.BatchEnd;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The routes about batches, but for the stream of their progress. */
final class BatchHandler {

  private static final int PAGE = 100;
  private static final int PAGE_MAX = 10_000;
  private static final int WAIT_SECONDS_MAX = 600;

  /** Bodies above this take turns: a few hundred full ones at once would not fit in memory. */
  private static final long LARGE_BYTES = 1L << 20;

  private static final int LARGE_AT_ONCE = 8;
  private static final int WAITING_MAX = 10_000;

  private final Batches batches;
  private final ConcurrencyLimit largeBodies = new ConcurrencyLimit(LARGE_AT_ONCE);
  private final ConcurrencyLimit waiting = new ConcurrencyLimit(WAITING_MAX);
  private final CompletableFuture<Void> closing = new CompletableFuture<>();

  BatchHandler(OnePass onePass) {
    this.batches = onePass.batches();
  }

  private record Request(@Nullable BatchId batchPayId, @Nullable UidList uids) {}

  private static final List<ItemState> RESUMABLE =
      Stream.of(ItemState.values()).filter(ItemState::isResumable).toList();

  private record Resumed(long resumed) {}

  /** {@code POST /onePass/batchPay}. */
  void start(Exchange exchange) {
    OptionalInt wait = Parameters.waitSeconds(exchange, WAIT_SECONDS_MAX);
    BatchId id = accept(exchange);
    Optional<ConcurrencyLimit.Permit> patient =
        wait.isEmpty() ? Optional.empty() : waiting.tryEnter();
    if (patient.isEmpty()) {
      // A preference may be ignored: the batch is accepted all the same.
      exchange.ok(null);
      return;
    }
    // Whoever waits does nothing: the place is for those who do something.
    exchange.leave();
    exchange.setHeader("Preference-Applied", "wait=" + wait.getAsInt());
    exchange.later(
        finished(id, wait.getAsInt()).whenComplete((end, failure) -> patient.get().release()),
        end -> exchange.ok(null));
  }

  private BatchId accept(Exchange exchange) {
    long length = exchange.edge().request().getLength();
    ConcurrencyLimit.Permit permit =
        0 <= length && length <= LARGE_BYTES
            ? ConcurrencyLimit.FREE
            : largeBodies.tryEnter().orElseThrow(() -> ApiException.of(ErrorCode.OVERLOADED));
    try {
      Request request = Body.read(exchange, Request.class, Body.BATCH_BYTES_MAX);
      BatchId id = Body.required("batchPayId", request.batchPayId());
      RequestLine.note(exchange.edge().request(), id);
      List<Uid> uids = distinct(Body.required("uids", request.uids()));
      if (batches.start(id, uids) == Acceptance.ID_REUSED) {
        throw ApiException.of(ErrorCode.BATCH_ID_REUSED);
      }
      return id;
    } finally {
      permit.release();
    }
  }

  private static List<Uid> distinct(UidList list) {
    List<Uid> uids = list.uids().stream().sorted().distinct().toList();
    if (uids.isEmpty() || uids.size() > Batches.SIZE_MAX) {
      throw Invalid.count("uids", 1, Batches.SIZE_MAX);
    }
    return uids;
  }

  private CompletableFuture<Void> finished(BatchId id, int seconds) {
    CompletableFuture<BatchEnd> done = batches.whenFinished(id).toCompletableFuture();
    // Whoever waits is told when the server stops: the batch is accepted, and will go on.
    return CompletableFuture.anyOf(done, closing)
        .thenApply(either -> (Void) null)
        .completeOnTimeout(null, seconds, SECONDS)
        .whenComplete((nothing, failure) -> done.cancel(false));
  }

  /** {@code GET /onePass/batchPay}: the newest. */
  void list(Exchange exchange) {
    int limit = Parameters.limit(exchange, PAGE, PAGE_MAX);
    exchange.ok(batches.newest(limit).stream().map(BatchView.Summary::of).toList());
  }

  /** {@code GET /onePass/batchPay/{id}}. */
  void status(Exchange exchange) {
    BatchStatus status =
        batches.status(Parameters.batch(exchange)).orElseThrow(BatchHandler::notFound);
    exchange.ok(BatchView.Status.of(status));
  }

  /** {@code GET /onePass/batchPay/{id}/items}. */
  void items(Exchange exchange) {
    ItemState state = Parameters.oneOf(exchange, "state", List.of(ItemState.values())).orElse(null);
    int limit = Parameters.limit(exchange, PAGE, PAGE_MAX);
    List<BatchView.Item> items =
        batches
            .items(Parameters.batch(exchange), state, after(exchange), limit)
            .orElseThrow(BatchHandler::notFound)
            .stream()
            .map(BatchView.Item::of)
            .toList();
    Uid next = items.size() < limit ? null : items.get(limit - 1).uid();
    exchange.ok(new BatchView.Items(items, next));
  }

  /** {@code GET /onePass/batchPay/{id}/report}. */
  void report(Exchange exchange) {
    int limit = Parameters.limit(exchange, PAGE, PAGE_MAX);
    BatchView.Report report =
        batches
            .report(Parameters.batch(exchange), after(exchange), limit)
            .map(found -> BatchView.Report.of(found, limit))
            .orElseThrow(BatchHandler::notFound);
    exchange.ok(report);
  }

  /** {@code POST /onePass/batchPay/{id}/resume}. */
  void resume(Exchange exchange) {
    ItemState state = Parameters.oneOf(exchange, "state", RESUMABLE).orElse(ItemState.UNRESOLVED);
    long resumed =
        batches.resume(Parameters.batch(exchange), state).orElseThrow(BatchHandler::notFound);
    exchange.ok(new Resumed(resumed));
  }

  /** Sends home those who wait for the end of a batch. */
  void close() {
    closing.complete(null);
  }

  static ApiException notFound() {
    return ApiException.of(ErrorCode.BATCH_NOT_FOUND);
  }

  private static Uid after(Exchange exchange) {
    return new Uid(Parameters.number(exchange, "after", 0));
  }
}
