// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets callers in when a first request has been served from within. Javalin makes parts of itself
 * during the first request and is not prepared for two at once: some of those that come right after
 * a start would be answered with an empty 500.
 */
final class WarmUp extends Handler.Wrapper {

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final String REQUEST = "GET /health/live HTTP/1.0\r\n\r\n";
  private static final long PATIENCE_SECONDS = 10;

  private final CountDownLatch done = new CountDownLatch(1);

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!(request.getConnectionMetaData().getConnector() instanceof LocalConnector)) {
      // Should the first request hang, waiting longer would not help.
      done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    return super.handle(request, response, callback);
  }

  /** Sends the first request; returns when it is answered, and everybody else is let in. */
  void run(Server server) {
    var connector = new LocalConnector(server);
    try {
      connector.start();
      connector.getResponse(REQUEST);
      connector.stop();
    } catch (Exception e) {
      LOG.warn("the first request failed; the next ones may, too", e);
    } finally {
      done.countDown();
    }
  }
}
