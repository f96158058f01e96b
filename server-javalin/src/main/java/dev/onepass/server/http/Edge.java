// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request as an HTTP library has it, and the way to answer it: all that the routes know of HTTP.
 * So a route is the same whether Javalin has found it or {@link HotRoutes}. Used by one thread at a
 * time.
 */
interface Edge {

  /** The request as Jetty has it, beneath whatever else there is. */
  Request request();

  /** The decoded value of a parameter in the query; null without one. */
  @Nullable String query(String name);

  /** The decoded part of the path that the route names so. */
  String pathParameter(String name);

  /** What is left of the body; reading blocks until it has come. */
  InputStream body() throws IOException;

  /** Sets a header of the answer. */
  void setHeader(String name, String value);

  /** Answers, once; does not wait until the caller has read it. */
  void send(int status, @Nullable String contentType, byte[] body);

  /**
   * Answers later, without a thread meanwhile.
   *
   * @param answer sends it; what it throws is answered as what a route throws is, and so is the
   *     failure of the stage
   */
  <T> void sendLater(CompletionStage<T> outcome, Consumer<T> answer);

  default @Nullable String header(String name) {
    return request().getHeaders().get(name);
  }

  /** All values of a header that may be there several times. */
  default List<String> headers(String name) {
    return request().getHeaders().getValuesList(name);
  }

  default String method() {
    return request().getMethod();
  }

  default String path() {
    return Request.getPathInContext(request());
  }
}
