// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A request that was taken from Jetty itself. Its answer is written by whoever completes it, who is
 * never held up: what a slow reader does not take, Jetty keeps.
 */
final class JettyEdge implements Edge {

  private final Request request;
  private final Response response;
  private final Callback callback;

  JettyEdge(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  @Override
  public Request request() {
    return request;
  }

  @Override
  public @Nullable String query(String name) {
    return null;
  }

  @Override
  public String pathParameter(String name) {
    throw new IllegalStateException("a bug: no path here has a parameter: " + name);
  }

  @Override
  public InputStream body() {
    return Content.Source.asInputStream(request);
  }

  @Override
  public void setHeader(String name, String value) {
    response.getHeaders().put(name, value);
  }

  @Override
  public void send(int status, @Nullable String contentType, byte[] body) {
    response.setStatus(status);
    HttpFields.Mutable headers = response.getHeaders();
    if (contentType != null) {
      headers.put(HttpHeader.CONTENT_TYPE, contentType);
    }
    headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  @Override
  public <T> void sendLater(CompletionStage<T> outcome, Consumer<T> answer) {
    outcome.whenComplete(
        (value, failure) -> {
          try {
            if (failure != null) {
              ErrorMapper.answer(failure, Exchange.of(this));
            } else {
              answer.accept(value);
            }
          } catch (RuntimeException | Error e) {
            ErrorMapper.answer(e, Exchange.of(this));
          }
        });
  }
}
