// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A network between callers and a server that fails when a test wants it to: passes bytes on, late
 * if it is slow, or loses them. Who calls while the server is not there, or the network is down, is
 * hung up on. Thread-safe.
 *
 * <pre>{@code
 * try (FaultyNetwork network = FaultyNetwork.to(database.host(), database.port())) {
 *   // connect to 127.0.0.1 and network.port(), then
 *   network.cut();
 * }
 * }</pre>
 */
public final class FaultyNetwork implements Closeable {

  private static final int CHUNK = 16 * 1024;
  private static final int BACKLOG = 200;

  private final ServerSocket door;
  private final InetSocketAddress server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean down;
  private volatile boolean swallowing;
  private volatile Pace pace = Pace.FULL;

  private FaultyNetwork(InetSocketAddress server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    inBackground(this::welcome);
  }

  /**
   * A network that works, to a server which need not be there yet.
   *
   * @param host where the server is
   * @param port the port that it listens on
   * @return the network, listening on a port of its own
   * @throws IOException if it cannot listen
   */
  public static FaultyNetwork to(String host, int port) throws IOException {
    return new FaultyNetwork(new InetSocketAddress(host, port));
  }

  /**
   * Where to call instead of the server.
   *
   * @return a port on 127.0.0.1
   */
  public int port() {
    return door.getLocalPort();
  }

  /** From now on the server hears its callers, but they do not hear it. */
  public void swallowAnswers() {
    swallowing = true;
  }

  /**
   * From now on each connection is slow, those that are open too, in both directions.
   *
   * @param delay by how much what is sent arrives late
   * @param bytesPerSecond how much one direction of one connection carries; positive
   */
  public void slowDown(Duration delay, int bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("bytesPerSecond is " + bytesPerSecond);
    }
    pace = new Pace(delay.toNanos(), bytesPerSecond);
  }

  /** From now on every connection is as fast as it can be. */
  public void speedUp() {
    pace = Pace.FULL;
  }

  /** Cuts every connection; new ones are well. */
  public void cut() {
    sockets.forEach(FaultyNetwork::hangUp);
    // Only now: an answer that is on its way must not arrive just before its connection is cut.
    swallowing = false;
  }

  /** Cuts every connection, and hangs up on whoever calls. */
  public void goDown() {
    down = true;
    cut();
  }

  /** Takes calls again. */
  public void comeBack() {
    down = false;
  }

  @Override
  public void close() throws IOException {
    door.close();
    goDown();
  }

  private void welcome() throws IOException {
    while (true) {
      Socket caller = door.accept();
      if (down) {
        // At once, as a machine does that has nothing there.
        caller.setSoLinger(true, 0);
        hangUp(caller);
      } else {
        Socket called = new Socket();
        sockets.add(caller);
        sockets.add(called);
        inBackground(() -> connect(caller, called));
      }
    }
  }

  private void connect(Socket caller, Socket called) {
    try {
      caller.setTcpNoDelay(true);
      called.setTcpNoDelay(true);
      called.connect(server);
    } catch (IOException e) {
      forget(caller, called);
      return;
    }
    inBackground(() -> pass(called, caller, true));
    pass(caller, called, false);
  }

  private void pass(Socket from, Socket to, boolean answers) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        pace.await(read);
        if (!answers || !swallowing) {
          out.write(chunk, 0, read);
        }
      }
    } catch (IOException e) {
      // One of the two hung up.
    } finally {
      forget(from, to);
    }
  }

  private void forget(Socket one, Socket other) {
    hangUp(one);
    hangUp(other);
    sockets.remove(one);
    sockets.remove(other);
  }

  private static void hangUp(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  /** Each chunk waits for the one before it, as bytes in a stream do. */
  private record Pace(long delayNanos, long bytesPerSecond) {

    static final Pace FULL = new Pace(0, Long.MAX_VALUE);

    void await(int bytes) {
      long end =
          System.nanoTime() + delayNanos + Duration.ofSeconds(bytes).toNanos() / bytesPerSecond;
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
  }

  @FunctionalInterface
  private interface Task {
    void run() throws IOException;
  }

  private static void inBackground(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // The door was closed.
              }
            },
            "faulty-network");
    thread.setDaemon(true);
    thread.start();
  }
}
