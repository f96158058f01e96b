// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network between a client and its database that a test can cut. Hangs up until it is open. */
final class Relay implements Closeable {

  private static final Pattern HOST_AND_PORT = Pattern.compile("//([^:/]+):([0-9]+)/");

  private final MySqlConfig target;
  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean isOpen;

  Relay(MySqlConfig target) throws IOException {
    this.target = target;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::serve);
  }

  /** The address of the database, by way of this relay. */
  MySqlConfig config() {
    String url =
        HOST_AND_PORT
            .matcher(target.jdbcUrl())
            .replaceFirst("//127.0.0.1:" + door.getLocalPort() + "/");
    return new MySqlConfig(
        url,
        target.user(),
        target.password(),
        target.properties(),
        target.pool(),
        target.timeouts());
  }

  void open() {
    isOpen = true;
  }

  @Override
  public void close() throws IOException {
    cut();
  }

  /** Cuts all connections and takes no more. */
  void cut() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void serve() throws IOException {
    while (true) {
      Socket caller = door.accept();
      sockets.add(caller);
      if (isOpen) {
        Socket server = connect();
        sockets.add(server);
        daemon(() -> pump(caller, server));
        daemon(() -> pump(server, caller));
      } else {
        caller.close();
      }
    }
  }

  private Socket connect() throws IOException {
    Matcher address = HOST_AND_PORT.matcher(target.jdbcUrl());
    if (!address.find()) {
      throw new IOException("no host and port in " + target.jdbcUrl());
    }
    return new Socket(address.group(1), Integer.parseInt(address.group(2)));
  }

  private static void pump(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void daemon(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // One of the ends is closed, as it should be.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
