// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** Says over a socket what no well-behaved client would. */
final class RawHttp {

  private static final int PATIENCE_MILLIS = 20_000;

  private RawHttp() {}

  /** The head of a request, its lines ended as they should be. */
  static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  static Socket connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Sends all of it, hangs up on our side, and reads to the end. */
  static String send(int port, String request) {
    try (var socket = connect(port)) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A body of which nothing is said but its length. */
  static String post(int port, String path, String body) {
    String head =
        head(
            "POST " + path + " HTTP/1.1",
            "Host: 127.0.0.1",
            "Content-Length: " + body.getBytes(UTF_8).length);
    return send(port, head + body);
  }
}
