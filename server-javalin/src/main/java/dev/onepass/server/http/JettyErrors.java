// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what never reaches a route: requests that are not HTTP, and those that arrive while the
 * server stops. In the envelope like all others, and without a trace of the program.
 */
final class JettyErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ApiException failure = ErrorMapper.ofStatus(response.getStatus());
    response.setStatus(failure.error().status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    if (failure.error().isPassing()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    }
    String accepted = request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE);
    Envelope body = envelope(failure, Language.preferredBy(accepted), RequestIds.next());
    response.write(true, ByteBuffer.wrap(Json.bytes(body)), callback);
    return true;
  }

  /** The answer when not even an exception could be told from a bug. */
  static Envelope internal(String requestId) {
    return envelope(ApiException.of(ErrorCode.INTERNAL), Language.CHINESE, requestId);
  }

  private static Envelope envelope(ApiException failure, Language language, String requestId) {
    ErrorCode error = failure.error();
    return new Envelope(
        error.status(), failure.text().in(language), requestId, Map.of("error", error.name()));
  }
}
