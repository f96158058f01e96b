// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Closes connections on which a request does not arrive in time, however lively they are: its head
 * within the patience, its body within that and what its bytes take at a rate that any caller has.
 * Jetty's idle timeout begins anew with each byte, so that a caller who sends one now and then
 * could keep as many connections as it likes, and with bodies as many threads. Thread-safe.
 */
final class Arrival extends Handler.Wrapper implements Connection.Listener {

  private static final long NOT_AWAITED = Long.MIN_VALUE;
  private static final long NANOS_PER_BYTE = TimeUnit.SECONDS.toNanos(1) / (64 << 10);
  private static final int LOOKS = 10;

  private final long patienceNanos;

  /** Since when something of a request is awaited on a connection, or {@link #NOT_AWAITED}. */
  private final Map<Connection, Long> awaitedSince = new ConcurrentHashMap<>();

  Arrival(Duration patience) {
    this.patienceNanos = patience.toNanos();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    for (Connector connector : getServer().getConnectors()) {
      connector.addBean(this, false);
    }
    lookLater();
  }

  @Override
  public void onOpened(Connection connection) {
    awaitedSince.put(connection, System.nanoTime());
  }

  @Override
  public void onClosed(Connection connection) {
    awaitedSince.remove(connection);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    note(connection, NOT_AWAITED);
    Request.addCompletionListener(request, failure -> note(connection, System.nanoTime()));
    return super.handle(new Awaited(request, connection), response, callback);
  }

  /** Nothing is noted of a connection that is closed by now: nobody would forget it. */
  private void note(Connection connection, long since) {
    awaitedSince.computeIfPresent(connection, (same, before) -> since);
  }

  private void lookLater() {
    getServer().getScheduler().schedule(this::look, patienceNanos / LOOKS, TimeUnit.NANOSECONDS);
  }

  private void look() {
    long now = System.nanoTime();
    awaitedSince.forEach(
        (connection, since) -> {
          if (since != NOT_AWAITED && now - since > patienceNanos) {
            connection.getEndPoint().close();
          }
        });
    if (isRunning()) {
      lookLater();
    }
  }

  /** A request whose body is awaited from when it is first asked for until all of it is there. */
  private final class Awaited extends Request.Wrapper {

    private final Connection connection;
    private long since = NOT_AWAITED;

    Awaited(Request request, Connection connection) {
      super(request);
      this.connection = connection;
    }

    @Override
    public Content.Chunk read() {
      Content.Chunk chunk = super.read();
      if (chunk == null && since == NOT_AWAITED) {
        since = System.nanoTime();
        note(connection, since);
      } else if (chunk != null && since != NOT_AWAITED) {
        since += chunk.remaining() * NANOS_PER_BYTE;
        note(connection, chunk.isLast() ? NOT_AWAITED : since);
      }
      return chunk;
    }
  }
}
