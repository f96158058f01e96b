// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onepass.domain.Batches;
import dev.onepass.domain.OnePass;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.time.Timekeeper;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * {@code GET /onePass/batchPay/{id}/events}: the progress of a batch as server-sent events, each
 * time it has changed, at most every 200 ms, until the batch is finished. Holds no thread between
 * events, and asks once for all who watch the same batch.
 */
final class BatchEvents {

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int STREAMS_MAX = 100;

  /** After so many looks without news, a comment shows whether the reader is still there. */
  private static final int QUIET_LOOKS_MAX = 50;

  private static final String LAST_EVENT_ID = "Last-Event-ID";

  /** The id of the event after which there is none. */
  private static final String LAST = "end";

  private final Batches batches;
  private final Timekeeper time;
  private final Executor executor;
  private final ConcurrencyLimit streams = new ConcurrencyLimit(STREAMS_MAX);
  private final Set<Stream> open = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<BatchId, Seen> seen = new ConcurrentHashMap<>();
  private volatile boolean closing;

  BatchEvents(OnePass onePass, Timekeeper time, Executor executor) {
    this.batches = onePass.batches();
    this.time = time;
    this.executor = executor;
  }

  private record Seen(BatchStatus status, long atNanos) {}

  void stream(Context context) {
    BatchId id = Parameters.batch(Exchange.of(context));
    BatchStatus status = look(id).orElseThrow(BatchHandler::notFound);
    if (status.batch().isFinished() && LAST.equals(context.header(LAST_EVENT_ID))) {
      // A browser comes back when a stream ends, until it is told that there is no more.
      context.status(HttpStatus.NO_CONTENT);
      seen.remove(id);
      return;
    }
    ConcurrencyLimit.Permit permit =
        streams.tryEnter().orElseThrow(() -> ApiException.of(ErrorCode.OVERLOADED));
    // A stream lasts; others must not find the house full of readers.
    Exchange.of(context).leave();
    context.res().setContentType("text/event-stream");
    context.res().setCharacterEncoding("UTF-8");
    context.header("Cache-Control", "no-store, no-transform").header("X-Accel-Buffering", "no");
    var stream = new Stream(id, new SseClient(context));
    stream.client.onClose(
        () -> {
          permit.release();
          open.remove(stream);
          seen.remove(id);
        });
    stream.client.keepAlive();
    open.add(stream);
    executor.execute(stream::next);
  }

  /** How many are reading. */
  int readers() {
    return open.size();
  }

  /** Ends all streams. */
  void close() {
    closing = true;
    open.forEach(stream -> stream.client.close());
  }

  /** The status, no older than the pause between two events. */
  private Optional<BatchStatus> look(BatchId id) {
    Seen current =
        seen.compute(
            id,
            (same, last) -> {
              long now = time.nanoTime();
              boolean fresh = last != null && now - last.atNanos() < PAUSE.toNanos();
              return fresh
                  ? last
                  : batches.status(id).map(status -> new Seen(status, now)).orElse(null);
            });
    return Optional.ofNullable(current).map(Seen::status);
  }

  /** One reader of one batch. */
  private final class Stream {
    private final BatchId id;
    private final SseClient client;
    // Used by one thread at a time: each look schedules the next.
    private String last = "";
    private long told;
    private int quietLooks;

    Stream(BatchId id, SseClient client) {
      this.id = id;
      this.client = client;
    }

    void next() {
      if (client.terminated()) {
        return;
      }
      boolean finished = false;
      try {
        finished = look(id).map(this::tell).orElse(true);
      } catch (UnavailableException e) {
        // The next look may find an answer.
        client.sendComment("the status is not available");
      }
      if (finished || closing) {
        client.close();
      } else {
        time.after(PAUSE, () -> executor.execute(this::next));
      }
    }

    private boolean tell(BatchStatus status) {
      String json = new String(Json.bytes(BatchView.Status.of(status)), UTF_8);
      boolean finished = status.batch().isFinished();
      if (!json.equals(last)) {
        client.sendEvent(
            finished ? "finished" : "progress", json, finished ? LAST : String.valueOf(++told));
        last = json;
        quietLooks = 0;
      } else if (++quietLooks % QUIET_LOOKS_MAX == 0) {
        client.sendComment("");
      }
      return finished;
    }
  }
}
