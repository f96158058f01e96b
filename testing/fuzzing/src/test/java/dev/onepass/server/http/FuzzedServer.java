// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.api.BugDetectors;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Map;

/**
 * The real server with everything behind it in memory, and one connection to it that is kept. Three
 * accounts, 1 to 3, own something.
 */
final class FuzzedServer implements AutoCloseable {

  /** What the three accounts own together. */
  static final BigDecimal TOTAL = new BigDecimal("3000000.00");

  private static final String EACH = "1000000.00";

  private final Server server = Server.with().fund(Map.of(1L, EACH, 2L, EACH, 3L, EACH));
  private Socket socket;
  private InputStream in;

  RawAnswer post(String path, byte[] body) {
    return send(
        "POST "
            + path
            + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n",
        body);
  }

  RawAnswer get(String path) {
    return send("GET " + path + " HTTP/1.1\r\n", new byte[0]);
  }

  BigDecimal total() {
    BigDecimal total = BigDecimal.ZERO;
    for (var row : get("/onePass/queryUserAmount?uids=1,2,3").json().get("data")) {
      total = total.add(row.get("amount").decimalValue());
    }
    return total;
  }

  /**
   * Sends a request and reads its answer.
   *
   * @param head without the host, and the empty line at its end
   */
  RawAnswer send(String head, byte[] body) {
    byte[] start = (head + "Host: 127.0.0.1\r\n\r\n").getBytes(ISO_8859_1);
    byte[] message = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, message, start.length, body.length);
    try {
      RawAnswer answer = exchange(message);
      if (answer.isLast()) {
        hangUp();
      }
      return answer;
    } catch (IOException e) {
      hangUp();
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("try")
  private RawAnswer exchange(byte[] message) throws IOException {
    if (socket != null) {
      try {
        socket.getOutputStream().write(message);
        return RawAnswer.read(in);
      } catch (EOFException | SocketException e) {
        // A kept connection may have ended after its last answer; a new one has no such excuse.
        hangUp();
      }
    }
    // Jazzer takes any connection for one that its input brought about.
    try (var ours = BugDetectors.allowNetworkConnections()) {
      socket = RawHttp.connect(server.port());
    }
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    socket.getOutputStream().write(message);
    return RawAnswer.read(in);
  }

  @Override
  public void close() {
    hangUp();
    server.close();
  }

  private void hangUp() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      socket = null;
    }
  }
}
