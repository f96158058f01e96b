// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What lies between the servers and their database: passes bytes on, or loses them. A caller sees a
 * database that is not there as one that hangs up. Thread-safe.
 */
final class Network implements AutoCloseable {

  private static final int CHUNK = 16 * 1024;

  private final ServerSocket door;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean swallowing;

  /**
   * @param target the port on this machine that is passed on to
   */
  Network(int target) throws IOException {
    this.target = target;
    this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    inBackground(this::welcome);
  }

  int port() {
    return door.getLocalPort();
  }

  /** From now on the database hears its callers, but they do not hear it. */
  void swallowAnswers() {
    swallowing = true;
  }

  /** Cuts every connection; new ones are well. */
  void cut() {
    swallowing = false;
    open.forEach(Network::hangUp);
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }

  private void welcome() throws IOException {
    while (true) {
      Socket caller = door.accept();
      Socket database = new Socket();
      open.add(caller);
      open.add(database);
      inBackground(
          () -> {
            try {
              caller.setTcpNoDelay(true);
              database.setTcpNoDelay(true);
              database.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
              inBackground(() -> pass(database, caller, true));
              pass(caller, database, false);
            } catch (IOException e) {
              forget(caller, database);
            }
          });
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
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
    open.remove(one);
    open.remove(other);
  }

  private static void hangUp(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
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
            "torture-network");
    thread.setDaemon(true);
    thread.start();
  }
}
