// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Takes the requests that come by the thousand a second before they get to the servlet, which costs
 * as much again as all else that is done for them. The same door, the same handlers, the same
 * errors: {@code BothEdgesTest} compares the answers byte for byte.
 *
 * <p>Whatever is unusual goes on to Javalin: a query in the address, a body that is large, of
 * unknown length, or waits to be asked for. Thread-safe.
 */
final class HotRoutes extends Handler.Wrapper {

  /** Of what is larger, the answer may be so large that it is to be compressed. */
  private static final long BYTES_MAX = 4 << 10;

  private final Admission admission;
  private final Map<String, Consumer<Exchange>> posts;

  /**
   * @param posts what answers a POST to a path
   */
  HotRoutes(Admission admission, Map<String, Consumer<Exchange>> posts) {
    this.admission = admission;
    this.posts = Map.copyOf(posts);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    // A CONNECT has no path.
    @Nullable Consumer<Exchange> route = path == null ? null : posts.get(path);
    if (route == null || !isUsual(request)) {
      return super.handle(request, response, callback);
    }
    RequestLine.noteRoute(request, path);
    Exchange exchange = Exchange.of(new JettyEdge(request, response, callback));
    try {
      if (admission.admits(exchange)) {
        route.accept(exchange);
      }
    } catch (RuntimeException | Error e) {
      ErrorMapper.answer(e, exchange);
    }
    return true;
  }

  private static boolean isUsual(Request request) {
    long length = request.getLength();
    return HttpMethod.POST.is(request.getMethod())
        && length >= 0
        && length <= BYTES_MAX
        && request.getHttpURI().getQuery() == null
        && !request.getHeaders().contains(HttpHeader.EXPECT);
  }
}
