// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.ports.model.RequestId;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

  private final Context context;
  private final String requestId;
  private final boolean namedByCaller;
  private final @Nullable ApiException badRequestId;
  private final Language language;

  private Exchange(Context context) {
    this.context = context;
    this.language = Language.preferredBy(context.header("Accept-Language"));
    Optional<String> sent = Optional.ofNullable(context.header(REQUEST_ID));
    this.badRequestId =
        isContradictory(context, REQUEST_ID)
            ? Invalid.twoKeys(REQUEST_ID)
            : sent.flatMap(Exchange::whatIsWrongWith).orElse(null);
    this.namedByCaller = sent.isPresent() && badRequestId == null;
    this.requestId = namedByCaller ? sent.orElseThrow() : UUID.randomUUID().toString();
    context.header(REQUEST_ID, requestId);
  }

  /** The exchange of a request; the same each time. */
  static Exchange of(Context context) {
    return context.attributeOrCompute(ATTRIBUTE, Exchange::new);
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
    if (isContradictory(context, IDEMPOTENCY_KEY)) {
      throw Invalid.twoKeys(IDEMPOTENCY_KEY);
    }
    String key = context.header(IDEMPOTENCY_KEY);
    return key != null ? Ids.request(IDEMPOTENCY_KEY, key) : new RequestId(requestId);
  }

  private static boolean isContradictory(Context context, String header) {
    return Collections.list(context.req().getHeaders(header)).stream().distinct().count() > 1;
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
      context.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    RequestLine.note(context, error);
    answer(error.status(), error.status(), failure.text().in(language), data);
  }

  /** Writes something that is not wrapped in an envelope. */
  void write(int status, Object body) {
    context.status(status).contentType("application/json").result(Json.bytes(body));
  }

  private static Optional<ApiException> whatIsWrongWith(String id) {
    try {
      Ids.request(REQUEST_ID, id);
      return Optional.empty();
    } catch (ApiException e) {
      return Optional.of(e);
    }
  }
}
