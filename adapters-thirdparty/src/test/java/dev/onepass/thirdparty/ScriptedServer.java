// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server that does with each request what a test says, down to the bytes of the answer. */
final class ScriptedServer implements AutoCloseable {

  /** A request as it came. */
  record Received(String method, String target, Map<String, String> headers, String body) {

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    String requestId() {
      return header("X-KSY-REQUEST-ID");
    }
  }

  /** What to do with a request. The connection stays open if it returns, and is closed if not. */
  @FunctionalInterface
  interface Script {
    void answer(Received request, OutputStream out) throws Exception;
  }

  /** Closes the connection. */
  static final class Drop extends Exception {}

  final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ServerSocket listener;
  private volatile Script script;

  ScriptedServer(Script script) throws IOException {
    this(script, InetAddress.getLoopbackAddress(), 0);
  }

  /** Listens on a port of an address; on any free one if the port is 0. */
  ScriptedServer(Script script, InetAddress address, int port) throws IOException {
    this.script = script;
    this.listener = new ServerSocket(port, 50, address);
    start(this::accept);
  }

  /** Answers each request with code 200, as a third party that has all the money would. */
  static ScriptedServer settling() throws IOException {
    return new ScriptedServer(ScriptedServer::settle);
  }

  static void settle(Received request, OutputStream out) throws IOException {
    out.write(http(200, "", envelope(200, request.requestId())));
  }

  static byte[] http(int status, String headers, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return "HTTP/1.1 %d Scripted\r\nContent-Length: %d\r\n%s\r\n%s"
        .formatted(status, length, headers, body)
        .getBytes(StandardCharsets.UTF_8);
  }

  static String envelope(int code, String requestId) {
    return "{\"code\": %d, \"msg\": \"scripted\", \"requestId\": \"%s\", \"data\": null}"
        .formatted(code, requestId);
  }

  void follow(Script next) {
    script = next;
  }

  /** Holds a script until the server is closed: no answer ever comes. */
  void hang() throws InterruptedException {
    closed.await();
  }

  int connectionsMade() {
    return connections.size();
  }

  int port() {
    return listener.getLocalPort();
  }

  ThirdPartyConfig config() {
    return config("127.0.0.1");
  }

  ThirdPartyConfig config(String host) {
    URI base = URI.create("http://" + host + ":" + port());
    return ThirdPartyConfig.of(
        base.resolve("/pay"), base.resolve("/begin"), base.resolve("/finish"), "id-1", "hush");
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private void accept() throws Exception {
    while (true) {
      Socket connection = listener.accept();
      connections.add(connection);
      start(() -> serve(connection));
    }
  }

  private void serve(Socket connection) throws Exception {
    try (connection;
        InputStream in = new BufferedInputStream(connection.getInputStream())) {
      OutputStream out = connection.getOutputStream();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        Received request = read(line, in);
        received.add(request);
        script.answer(request, out);
        out.flush();
      }
    }
  }

  private static Received read(String requestLine, InputStream in) throws IOException {
    String[] parts = requestLine.split(" ", 3);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Received(
        parts[0], parts[1], headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private interface Loop {
    void run() throws Exception;
  }

  private static void start(Loop loop) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (Exception theConnectionOrTheTestHasEnded) {
                // Nothing is left to do for it.
              }
            },
            "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }
}
