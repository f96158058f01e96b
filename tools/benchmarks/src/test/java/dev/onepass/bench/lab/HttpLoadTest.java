// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoadTest {

  private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/path",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), US_ASCII));
          byte[] answer = "x".repeat(20_000).getBytes(US_ASCII);
          exchange.sendResponseHeaders(status.get(), answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void postsEachBodyOnceAndCountsEveryAnswer() throws IOException {
    AtomicInteger number = new AtomicInteger();
    HttpLoad load = load(number);

    Figures figures = load.run(4, Duration.ofMillis(300));

    assertThat(bodies).hasSize(number.get()).doesNotHaveDuplicates();
    assertThat(number.get()).isGreaterThan(4);
    assertThat(figures.perSecond()).isPositive().isLessThanOrEqualTo(number.get() / 0.3);
  }

  @Test
  void stopsAtAnAnswerThatIsNo200() {
    status.set(503);

    assertThatThrownBy(() -> load(new AtomicInteger()).run(1, Duration.ofMinutes(1)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("not 200: HTTP/1.1 503");
  }

  private HttpLoad load(AtomicInteger number) {
    return new HttpLoad(
        server.getAddress().getPort(), "/path", () -> "{\"n\":" + number.incrementAndGet() + "}");
  }
}
