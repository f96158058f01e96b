// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers who keep the server busy with next to nothing: others are served all the same. */
@Timeout(60)
class ConnectionAbuseTest {

  /** More than there are threads for requests. */
  private static final int CROWD = 400;

  private static final String TRADE = "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"0.01\"}";

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int PIECES = 30;
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(20);

  private final List<Socket> crowd = new ArrayList<>();
  private Server server;

  @BeforeEach
  void start() {
    server = Server.patientFor(PATIENCE).fund(Map.of(1L, "100.00", 2L, "1.00"));
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : crowd) {
      socket.close();
    }
    server.close();
  }

  @Test
  void headersByteByByteKeepNobodyOutAndEnd() throws IOException {
    gather(CROWD, "GET /onePass/batchPay HTTP/1.1\r\nHost: x\r\nX-Slow: ");

    assertHonestCallersAreServed();
    assertAllEndThoughEachSendsOn();
  }

  @Test
  void bodiesByteByByteKeepNobodyOutForLongAndEnd() throws IOException {
    gather(
        CROWD,
        RawHttp.head(
            "POST /onePass/userTrade HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Content-Length: 60000"));

    assertAllEndThoughEachSendsOn();
    assertHonestCallersAreServed();
  }

  @Test
  void whatIsStillSentAfterTheAnswerIsNotReadForEver() throws IOException {
    gather(
        1,
        RawHttp.head(
            "POST /onePass/userTrade HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Content-Length: 70000"));
    Socket refused = crowd.get(0);
    assertThat(refused.getInputStream().read()).isEqualTo('H');

    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(
            () -> {
              for (int sent = 0; sent < 60_000; sent++) {
                send(refused, " ");
                LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
              }
            });
  }

  @Test
  void aBodyMayTakeAsLongAsItsBytesDo() throws IOException {
    String body = "{\"batchPayId\":\"large\",\"uids\":[1]}" + " ".repeat(1_000_000);
    try (Socket socket = RawHttp.connect(server.port())) {
      send(
          socket,
          RawHttp.head(
              "POST /onePass/batchPay HTTP/1.1",
              "Host: x",
              "Content-Type: application/json",
              "Content-Length: " + body.length()));
      long start = System.nanoTime();
      for (int i = 0; i < PIECES; i++) {
        // Longer in all than the patience, and by far shorter than the bytes may take.
        LockSupport.parkNanos(PATIENCE.dividedBy(PIECES).multipliedBy(5).dividedBy(4).toNanos());
        send(socket, body.substring(body.length() * i / PIECES, body.length() * (i + 1) / PIECES));
      }

      assertThat(socket.getInputStream().read()).isEqualTo('H');
      assertThat(System.nanoTime() - start).isGreaterThan(PATIENCE.toNanos());
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  @Test
  void twoThousandIdleConnectionsKeepNobodyOutAndEnd() throws IOException {
    gather(2_000, "");

    assertHonestCallersAreServed();
    for (Socket socket : crowd) {
      assertThat(isEnded(socket)).isTrue();
    }
    assertHonestCallersAreServed();
  }

  @Test
  void aConnectionThatIsUsedIsNotEnded() throws IOException {
    try (Socket socket = RawHttp.connect(server.port())) {
      long end = System.nanoTime() + PATIENCE.multipliedBy(2).toNanos();
      for (int i = 0; System.nanoTime() < end; i++) {
        socket
            .getOutputStream()
            .write(RawHttp.head("HEAD /health HTTP/1.1", "Host: x").getBytes(UTF_8));
        assertThat(socket.getInputStream().read()).as("answer %d", i).isEqualTo('H');
        skipHead(socket);
      }
    }
  }

  @Test
  void aFloodOfHeadersIsRefused() {
    String flood = "X-Flood: 0123456789\r\n".repeat(2_000);

    String answer =
        RawHttp.send(server.port(), "GET /health HTTP/1.1\r\nHost: x\r\n" + flood + "\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"code\":400,");
    assertThat(answer).doesNotContain("Exception", "Jetty");
  }

  private void gather(int size, String beginning) throws IOException {
    for (int i = 0; i < size; i++) {
      Socket socket = RawHttp.connect(server.port());
      crowd.add(socket);
      socket.getOutputStream().write(beginning.getBytes(UTF_8));
    }
  }

  private void assertHonestCallersAreServed() {
    for (int i = 0; i < 10; i++) {
      Server.Answer answer = server.post("/onePass/userTrade", TRADE);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }
  }

  /** Each turn sends one byte more on every connection; none of them may last. */
  private void assertAllEndThoughEachSendsOn() {
    var alive = new ArrayList<>(crowd);
    while (!alive.isEmpty() && !Thread.currentThread().isInterrupted()) {
      alive.removeIf(socket -> !takesAnotherByte(socket));
      // Slow is what these callers are; nothing is awaited here.
      LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
    }
    assertThat(alive).isEmpty();
  }

  private static boolean takesAnotherByte(Socket socket) {
    try {
      socket.getOutputStream().write(' ');
      return socket.getInputStream().available() == 0;
    } catch (IOException ended) {
      return false;
    }
  }

  private static boolean isEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private static void skipHead(Socket socket) throws IOException {
    int newLines = 0;
    while (newLines < 2) {
      int c = socket.getInputStream().read();
      newLines = c == '\n' ? newLines + 1 : c == '\r' ? newLines : 0;
    }
  }
}
