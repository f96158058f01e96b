// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import io.javalin.http.Context;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request that came by Javalin's servlet, as most do. */
final class JavalinEdge implements Edge {

  private final Context context;
  private final Request request;

  JavalinEdge(Context context) {
    this.context = context;
    this.request = ServletContextRequest.getServletContextRequest(context.req());
  }

  @Override
  public Request request() {
    return request;
  }

  /** What Javalin finds the route by: what the door looks at must be the same. */
  @Override
  public String path() {
    return context.path();
  }

  @Override
  public @Nullable String query(String name) {
    return context.queryParam(name);
  }

  @Override
  public String pathParameter(String name) {
    return context.pathParam(name);
  }

  @Override
  public InputStream body() {
    return context.bodyInputStream();
  }

  @Override
  public void setHeader(String name, String value) {
    context.header(name, value);
  }

  @Override
  public void send(int status, @Nullable String contentType, byte[] body) {
    context.status(status);
    if (contentType != null) {
      context.contentType(contentType).result(body);
    }
  }

  @Override
  public <T> void sendLater(CompletionStage<T> outcome, Consumer<T> answer) {
    // A servlet's output blocks: who completes the stage must not be held up by a slow reader.
    Executor executor = request.getComponents().getExecutor();
    context.future(() -> outcome.thenAcceptAsync(answer, executor).toCompletableFuture());
  }
}
