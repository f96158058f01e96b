// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.onepass.client.ClientException;
import dev.onepass.client.OnePassClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch is followed over whatever passes, and no further than that. */
class BatchFollowerTest {

  private static final String FINISHED =
      "{\"code\":200,\"msg\":\"ok\",\"data\":{\"state\":\"FINISHED\",\"phase\":\"DONE\",\"total\":1,"
          + "\"acceptedAt\":\"2026-01-01T00:00:00Z\",\"finishedAt\":\"2026-01-01T00:00:01Z\"}}";

  private record Reply(int status, String body) {}

  private final Deque<Reply> replies = new ArrayDeque<>();
  private final List<String> paths = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Long> pauses = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) {
    paths.add(exchange.getRequestURI().getPath());
    Reply reply = replies.remove();
    try (exchange) {
      if (reply.status() == 0) {
        return; // hangs up
      }
      byte[] body = reply.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BatchFollower follower(String path) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return new BatchFollower(new OnePassClient(address, Optional.empty()), notes::add, pauses::add);
  }

  @Test
  void aServerThatIsBusyAwayOrBehindAProxysErrorPageIsAskedAgain() {
    replies.add(new Reply(429, "{\"code\":429,\"msg\":\"slow down\",\"data\":{}}"));
    replies.add(new Reply(503, "{\"code\":503,\"msg\":\"busy\",\"data\":{}}"));
    replies.add(new Reply(502, "<html>Bad Gateway</html>"));
    replies.add(new Reply(200, FINISHED));

    assertThat(follower("").follow("b", status -> {}).isFinished()).isTrue();

    assertThat(pauses).containsExactly(1_000L, 1_000L, 1_000L);
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0)).contains("answered 429", "asking again");
    assertThat(notes.get(1)).isEqualTo("the server answers again");
  }

  @Test
  void whatDoesNotPassEndsIt() {
    replies.add(new Reply(404, "{\"code\":404,\"msg\":\"no such batch\",\"data\":{}}"));

    assertThatThrownBy(() -> follower("").follow("b", status -> {}))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("404");
    assertThat(pauses).isEmpty();
  }

  @Test
  void whatAnswersNothingOfOursEndsIt() {
    replies.add(new Reply(200, "<html>Welcome</html>"));

    assertThatThrownBy(() -> follower("").follow("b", status -> {}))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("no One-Pass server");
  }

  @Test
  void aServerBehindAPathIsAskedThere() {
    replies.add(new Reply(200, FINISHED));
    replies.add(new Reply(200, FINISHED));

    follower("/money").follow("b", status -> {});
    follower("/money/").follow("b", status -> {});

    assertThat(paths).containsOnly("/money/onePass/batchPay/b");
  }

  @Test
  void aServerThatStaysAwayIsGivenUp() {
    server.stop(0);

    assertThatThrownBy(() -> follower("").follow("b", status -> {}))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("no answer from");
    assertThat(pauses).hasSize(300);
    assertThat(notes).hasSize(1);
  }
}
