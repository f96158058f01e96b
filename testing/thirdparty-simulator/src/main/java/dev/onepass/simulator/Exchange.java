// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One HTTP request and the way to end it: exactly one of the answers, or {@link #drop}. */
final class Exchange {

  private static final HttpField JSON =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, MimeTypes.Type.APPLICATION_JSON.asString());
  private static final HttpField RETRY_AFTER_1_S =
      new PreEncodedHttpField(HttpHeader.RETRY_AFTER, "1");

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final String requestId;

  Exchange(Request request, Response response, Callback callback, Supplier<String> freshId) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.requestId = header("X-KSY-REQUEST-ID").orElseGet(freshId);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /**
   * A parameter of the query.
   *
   * @throws Refusal if the query cannot be decoded
   */
  Optional<String> query(String name) throws Refusal {
    try {
      return Optional.ofNullable(Request.extractQueryParameters(request).getValue(name));
    } catch (RuntimeException e) {
      throw new Refusal("the query cannot be decoded");
    }
  }

  /** The caller's request id, or a fresh one if it sent none. */
  String requestId() {
    return requestId;
  }

  /** HTTP 200 with this code in the envelope. */
  void answer(int code, String message) {
    send(200, Envelope.of(code, message, requestId));
  }

  /** HTTP 200, code 200, with data. */
  void answer(Envelope.Data data) {
    send(200, Envelope.of(200, "ok", requestId, data));
  }

  /** What the caller did wrong, in an envelope of HTTP 200. */
  void refuse(Refusal refusal) {
    answer(refusal.code(), refusal.reason());
  }

  /** An HTTP error, with the same code in the envelope. */
  void fail(int status, String message) {
    send(status, Envelope.of(status, message, requestId));
  }

  /** An HTTP error that asks to come again in a second. */
  void failForNow(int status, String message) {
    response.getHeaders().put(RETRY_AFTER_1_S);
    fail(status, message);
  }

  /** This body, whatever it is. */
  void send(int status, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(JSON);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  /** Closes the connection without an answer. */
  void drop() {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    callback.failed(new EofException("dropped to order"));
  }
}
