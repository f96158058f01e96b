// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One pay call over a plain socket, to see exactly what comes back, and what does not. */
final class RawCall implements AutoCloseable {

  private final Socket socket;

  private RawCall(Socket socket) {
    this.socket = socket;
  }

  static RawCall pay(ThirdPartySimulator simulator, String transactionId, long uid, String amount)
      throws IOException {
    return post(simulator.payUri(), "", Caller.payBody(transactionId, uid, amount));
  }

  static RawCall finish(ThirdPartySimulator simulator, String query, String body)
      throws IOException {
    return post(simulator.batchPayFinishUri(), query, body);
  }

  private static RawCall post(URI uri, String query, String body) throws IOException {
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    String request =
        "POST %s HTTP/1.1\r\nHost: simulator\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(uri.getPath() + query, body.length(), body);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new RawCall(socket);
  }

  /** The status line; fails after 30 seconds. */
  String firstLine() throws IOException {
    socket.setSoTimeout(30_000);
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }

  /** Everything that comes until the other side closes; fails after 30 seconds. */
  byte[] bytesUntilTheEnd() throws IOException {
    socket.setSoTimeout(30_000);
    try {
      return socket.getInputStream().readAllBytes();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (SocketException reset) {
      return new byte[0];
    }
  }

  /** Whether a byte, or the end, comes within this time. */
  boolean answersWithin(Duration time) throws IOException {
    socket.setSoTimeout((int) time.toMillis());
    try {
      int unused = socket.getInputStream().read();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
