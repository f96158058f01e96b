// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Closes connections on which no request's head arrives in time, however lively they are. Jetty's
 * idle timeout begins anew with each byte, so that a caller who sends one now and then could keep
 * as many connections as it likes. Thread-safe.
 */
final class WholeHeads extends Handler.Wrapper implements Connection.Listener {

  private static final long BUSY = Long.MIN_VALUE;
  private static final int SWEEPS = 10;

  private final long patienceNanos;

  /** Since when a connection has been without a request; {@link #BUSY} if it has one. */
  private final Map<Connection, Long> waitingSince = new ConcurrentHashMap<>();

  WholeHeads(Duration patience) {
    this.patienceNanos = patience.toNanos();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    for (Connector connector : getServer().getConnectors()) {
      connector.addBean(this, false);
    }
    sweepLater();
  }

  @Override
  public void onOpened(Connection connection) {
    waitingSince.put(connection, System.nanoTime());
  }

  @Override
  public void onClosed(Connection connection) {
    waitingSince.remove(connection);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    note(connection, BUSY);
    Request.addCompletionListener(request, failure -> note(connection, System.nanoTime()));
    return super.handle(request, response, callback);
  }

  /** Nothing is noted of a connection that is closed by now: nobody would forget it. */
  private void note(Connection connection, long since) {
    waitingSince.computeIfPresent(connection, (same, before) -> since);
  }

  private void sweepLater() {
    getServer().getScheduler().schedule(this::sweep, patienceNanos / SWEEPS, TimeUnit.NANOSECONDS);
  }

  private void sweep() {
    long now = System.nanoTime();
    waitingSince.forEach(
        (connection, since) -> {
          if (since != BUSY && now - since > patienceNanos) {
            connection.getEndPoint().close();
          }
        });
    if (isRunning()) {
      sweepLater();
    }
  }
}
