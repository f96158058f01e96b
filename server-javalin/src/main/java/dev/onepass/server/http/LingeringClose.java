// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Reads on for a while, when a request is answered before its body has come. A connection that is
 * closed with bytes unread is reset, and a caller who is still sending may lose the answer that
 * says why. Takes no thread meanwhile; {@link Arrival} bounds the time. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC 9112, 9.6</a>
 */
final class LingeringClose extends Handler.Wrapper {

  /** Then the caller is cut off. */
  private static final long BYTES_MAX = 2 * Body.BATCH_BYTES_MAX;

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    // Whoever expects to be told to go on sends nothing more.
    if (request.getLength() == 0 || request.getHeaders().contains(HttpHeader.EXPECT)) {
      return super.handle(request, response, callback);
    }
    var unread = new Unread(request);
    return super.handle(unread, response, unread.before(callback));
  }

  /** A request that gives up nothing of its body as long as more may come. */
  private static final class Unread extends Request.Wrapper {

    private long bytes;
    private boolean ended;

    Unread(Request request) {
      super(request);
    }

    /** Jetty's own makes every later read fail. */
    @Override
    public boolean consumeAvailable() {
      while (!ended && bytes <= BYTES_MAX) {
        Content.Chunk chunk = read();
        if (chunk == null) {
          return false;
        }
        bytes += chunk.remaining();
        ended = chunk.isLast();
        chunk.release();
      }
      return ended;
    }

    Callback before(Callback done) {
      return new Callback.Nested(done) {
        @Override
        public void succeeded() {
          if (consumeAvailable() || bytes > BYTES_MAX) {
            super.succeeded();
          } else {
            demand(this::succeeded);
          }
        }
      };
    }
  }
}
