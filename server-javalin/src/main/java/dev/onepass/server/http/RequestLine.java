// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.onepass.ports.model.BatchId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves one log line of each request, those that were no HTTP included, and counts it; of what
 * machines ask for all the time it is only counted. Neither query nor headers nor body are in it,
 * for they may hold what no log should. Thread-safe.
 */
final class RequestLine implements RequestLog, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("onepass.requests");
  private static final String ERROR = RequestLine.class.getName() + ".error";
  private static final String BATCH = RequestLine.class.getName() + ".batch";
  private static final String ROUTE = RequestLine.class.getName() + ".route";
  private static final int PATH_LENGTH_MAX = 200;

  private final MeterRegistry meters;
  private final LogQueue queue;

  RequestLine(MeterRegistry meters) {
    this.meters = meters;
    Counter dropped = meters.counter("onepass.http.log.dropped");
    this.queue = new LogQueue(LOG::info, dropped::increment);
    for (ErrorCode error : ErrorCode.values()) {
      errors(error);
    }
  }

  /** Has the line say which error was answered. */
  static void note(Request request, ErrorCode error) {
    carry(request, ERROR, error);
  }

  /** Has the request counted under its route rather than its path, of which there is no end. */
  static void noteRoute(Request request, String route) {
    carry(request, ROUTE, route);
  }

  /** Has the line name a batch that the path does not. */
  static void note(Request request, BatchId batch) {
    carry(request, BATCH, batch);
  }

  /** A servlet's attributes are its own: the log sees only those of the request beneath it. */
  private static void carry(Request request, String name, Object value) {
    Request.unWrap(request).setAttribute(name, value);
  }

  @Override
  public void log(Request request, Response response) {
    long nanos = System.nanoTime() - request.getBeginNanoTime();
    String path = request.getHttpURI().getPath();
    if (LOG.isInfoEnabled() && !isProbe(path)) {
      queue.add(
          line(
                  response.getHeaders().get(Exchange.REQUEST_ID),
                  request.getMethod(),
                  path,
                  response.getStatus(),
                  NANOSECONDS.toMillis(nanos),
                  Request.getRemoteAddr(request),
                  request.getAttribute(ERROR))
              + field("batchPayId", request.getAttribute(BATCH))
              + field("traceId", TraceId.of(request.getHeaders().getValuesList(TraceId.HEADER))));
    }
    count(request, response, nanos);
  }

  /** Writes the lines that are left. */
  @Override
  public void close() {
    queue.close();
  }

  /** Machines ask for these all the time. */
  private static boolean isProbe(@Nullable String path) {
    return path != null
        && (path.equals("/metrics") || path.equals("/health") || path.startsWith("/health/"));
  }

  static String line(
      @Nullable String id,
      @Nullable String method,
      @Nullable String path,
      int status,
      long millis,
      @Nullable String client,
      @Nullable Object error) {
    // Not by a format: this is done for every request.
    StringBuilder line = new StringBuilder(160);
    line.append("requestId=");
    appendPrintable(line, id);
    line.append(" method=");
    appendPrintable(line, method);
    line.append(" path=");
    appendPrintable(line, path);
    line.append(" status=").append(status).append(" millis=").append(millis).append(" client=");
    appendPrintable(line, client);
    return error == null ? line.toString() : line.append(" error=").append(error).toString();
  }

  /** One more field of a line; empty without a value. */
  static String field(String name, @Nullable Object value) {
    if (value == null) {
      return "";
    }
    StringBuilder field = new StringBuilder(64).append(' ').append(name).append('=');
    appendPrintable(field, value.toString());
    return field.toString();
  }

  private void count(Request request, Response response, long nanos) {
    meters
        .timer(
            "onepass.http.requests",
            "route",
            Objects.requireNonNullElse(request.getAttribute(ROUTE), "none").toString(),
            "status",
            Integer.toString(response.getStatus()))
        .record(Duration.ofNanos(nanos));
    if (request.getAttribute(ERROR) instanceof ErrorCode error) {
      errors(error).increment();
    }
  }

  private Counter errors(ErrorCode error) {
    return meters.counter("onepass.http.errors", "error", error.name());
  }

  /** Adds what was sent, unable to break the line or to look like another field of it. */
  private static void appendPrintable(StringBuilder line, @Nullable String sent) {
    if (sent == null) {
      line.append('-');
      return;
    }
    for (int i = 0; i < Math.min(sent.length(), PATH_LENGTH_MAX); i++) {
      char c = sent.charAt(i);
      line.append(c > ' ' && c <= '~' && c != '"' && c != '=' ? c : '?');
    }
  }
}
