// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.ports.model.RequestId;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, in the terms of the contract. One for each request, used by one
 * thread at a time.
 */
final class Exchange {

  /** The header that names a request, in both directions. */
  static final String REQUEST_ID = "X-KSY-REQUEST-ID";

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final String ATTRIBUTE = Exchange.class.getName();
  private static final String RETRY_AFTER_SECONDS = "1";

  private final Edge edge;
  private final String requestId;
  private final @Nullable ApiException badRequestId;
  private final Language language;
  private ConcurrencyLimit.Permit permit = ConcurrencyLimit.FREE;

  private Exchange(Edge edge) {
    this.edge = edge;
    this.language = Language.preferredBy(edge.header("Accept-Language"));
    String sent = edge.header(REQUEST_ID);
    this.badRequestId =
        isContradictory(REQUEST_ID)
            ? Invalid.twoKeys(REQUEST_ID)
            : sent == null ? null : whatIsWrongWith(sent);
    this.requestId = sent != null && badRequestId == null ? sent : RequestIds.next();
    edge.setHeader(REQUEST_ID, requestId);
  }

  /** The exchange of a request that came by Javalin; the same each time. */
  static Exchange of(Context context) {
    return of(new JavalinEdge(context));
  }

  /** The exchange of a request; the same each time. */
  static Exchange of(Edge edge) {
    Request request = edge.request();
    if (request.getAttribute(ATTRIBUTE) instanceof Exchange before) {
      return before;
    }
    Exchange exchange = new Exchange(edge);
    request.setAttribute(ATTRIBUTE, exchange);
    return exchange;
  }

  /** What is left to the HTTP library. */
  Edge edge() {
    return edge;
  }

  @Nullable String header(String name) {
    return edge.header(name);
  }

  void setHeader(String name, String value) {
    edge.setHeader(name, value);
  }

  /** Keeps the request's place among those that are served at once, until it is answered. */
  void occupy(ConcurrencyLimit.Permit place) {
    permit = place;
    // Called whatever becomes of the request, be it that the client goes away.
    Request.addCompletionListener(edge.request(), failure -> place.release());
  }

  /**
   * Gives the request's place to others, though it goes on: for what only waits, and has a limit of
   * its own.
   */
  void leave() {
    permit.release();
  }

  String requestId() {
    return requestId;
  }

  /**
   * @throws ApiException if the caller named the request in a way that cannot be
   */
  void requireRequestId() {
    if (badRequestId != null) {
      throw badRequestId;
    }
  }

  /**
   * The name of the caller's intent: its idempotency key, else its request id, else one that it
   * learns from the answer.
   *
   * @throws ApiException if it cannot be one, or two different ones are given: whichever was taken,
   *     a repetition with the headers in another order would move money again
   */
  RequestId idempotencyKey() {
    if (isContradictory(IDEMPOTENCY_KEY)) {
      throw Invalid.twoKeys(IDEMPOTENCY_KEY);
    }
    String key = edge.header(IDEMPOTENCY_KEY);
    return key != null ? Ids.request(IDEMPOTENCY_KEY, key) : new RequestId(requestId);
  }

  private boolean isContradictory(String header) {
    List<String> values = edge.headers(header);
    return values.size() > 1 && values.stream().distinct().count() > 1;
  }

  void ok(@Nullable Object data) {
    answer(200, 200, "ok", data);
  }

  void ok(String message, @Nullable Object data) {
    answer(200, 200, message, data);
  }

  /** An answer whose code differs from its status. */
  void answer(int status, int code, String message, @Nullable Object data) {
    write(status, new Envelope(code, message, requestId, data));
  }

  void fail(ApiException failure) {
    ErrorCode error = failure.error();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("error", error.name());
    data.putAll(failure.details());
    if (error.isPassing()) {
      edge.setHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    RequestLine.note(edge.request(), error);
    answer(error.status(), error.status(), failure.text().in(language), data);
  }

  /** Writes something that is not wrapped in an envelope. */
  void write(int status, Object body) {
    send(status, Json.bytes(body));
  }

  /** Sends an answer that is JSON already. */
  void send(int status, byte[] json) {
    edge.send(status, "application/json", json);
  }

  /** Answers when there is something to say; holds no thread meanwhile. */
  <T> void later(CompletionStage<T> outcome, Consumer<T> answer) {
    edge.sendLater(outcome, answer);
  }

  private static @Nullable ApiException whatIsWrongWith(String id) {
    try {
      Ids.request(REQUEST_ID, id);
      return null;
    } catch (ApiException e) {
      return e;
    }
  }
}
