// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The requests that are taken before the servlet are answered as the servlet answers them, to the
 * byte. A query in the address, which means nothing here, sends the same request to the servlet.
 */
class BothEdgesTest {

  private static final String TRADE = "/onePass/userTrade";
  private static final String QUERY = "/onePass/queryUserAmount";
  private static final String TO_SERVLET = "?by=servlet";
  private static final String GOOD = "{\"sourceUid\":1,\"targetUid\":2,\"amount\":10}";

  private static Server open;
  private static Server closed;

  /**
   * @param tokens whether the server asks for one
   * @param body as bytes, one for each character
   * @param headers names and values in turns
   */
  record Case(boolean tokens, String path, String body, List<String> headers) {
    Case(boolean tokens, String path, byte[] body, String... headers) {
      this(tokens, path, new String(body, ISO_8859_1), List.of(headers));
    }

    byte[] bytes() {
      return body.getBytes(ISO_8859_1);
    }

    String[] values() {
      return headers.toArray(String[]::new);
    }

    @Override
    public String toString() {
      return path + " " + body + " " + headers;
    }
  }

  @BeforeAll
  static void start() {
    Map<Long, String> balances = Map.of(1L, "100.00", 2L, "100.00");
    open = Server.with("TRANSFER_MAXAMOUNT", "1000.00").fund(balances);
    closed = Server.with("SECURITY_TOKENS", "hush");
    // So that what is compared is the same trade: its first request is neither's.
    raw(open, TRADE, GOOD.getBytes(UTF_8), "Idempotency-Key", "same");
  }

  @AfterAll
  static void stop() {
    open.close();
    closed.close();
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(trade(GOOD, "Idempotency-Key", "same"));
    cases.add(trade(GOOD, "Idempotency-Key", "same", "X-KSY-REQUEST-ID", "mine"));
    cases.add(trade(GOOD, "Idempotency-Key", "same", "X-KSY-REQUEST-ID", "q\"uo\\te"));
    cases.add(trade(GOOD, "Idempotency-Key", "same", "Connection", "keep-alive"));
    cases.add(trade(GOOD.replace("10}", "20}"), "Idempotency-Key", "same"));
    for (String body :
        List.of(
            "{\"sourceUid\":1,\"targetUid\":2,\"amount\":900}",
            "{\"sourceUid\":8,\"targetUid\":2,\"amount\":1}",
            "{\"sourceUid\":1,\"targetUid\":8,\"amount\":1}",
            "{\"sourceUid\":1,\"targetUid\":1,\"amount\":1}",
            "{\"sourceUid\":1,\"targetUid\":2,\"amount\":0}",
            "{\"sourceUid\":1,\"targetUid\":2,\"amount\":-1}",
            "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1.001}",
            "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1000.01}",
            "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1e400}",
            "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"1.0.0\"}",
            "{\"sourceUid\":1,\"targetUid\":2,\"amount\":null}",
            "{\"sourceUid\":1,\"targetUid\":2,\"amount\":true}",
            "{\"sourceUid\":1,\"targetUid\":2,\"amount\":[1]}",
            "{\"sourceUid\":1,\"targetUid\":2}",
            "{\"sourceUid\":0,\"targetUid\":2,\"amount\":1}",
            "{\"sourceUid\":-1,\"targetUid\":2,\"amount\":1}",
            "{\"sourceUid\":\"1\",\"targetUid\":2,\"amount\":1}",
            "{\"sourceUid\":1.0,\"targetUid\":2,\"amount\":1}",
            "{\"sourceUid\":9223372036854775807,\"targetUid\":2,\"amount\":1}",
            "{\"sourceUid\":9223372036854775808,\"targetUid\":2,\"amount\":1}",
            "{\"sourceUid\":1,\"sourceUid\":1,\"targetUid\":2,\"amount\":1}",
            GOOD + "x",
            GOOD + GOOD,
            "{\"sourceUid\":1,",
            "",
            "null",
            "[]",
            "7",
            "{\"a\":[[[[[[[[[[1]]]]]]]]]]}",
            "{\"sourceUid\":" + "1".repeat(200) + "}",
            "\u0000")) {
      cases.add(trade(body, "X-KSY-REQUEST-ID", "fixed-" + Integer.toHexString(body.hashCode())));
    }
    cases.add(new Case(false, TRADE, new byte[] {'{', '"', (byte) 0xff, '"', '}'}));
    String remark = GOOD.replace("}", ",\"remark\":\"rent\"}");
    cases.add(trade(remark, "Idempotency-Key", "same"));
    cases.add(trade(remark, "Origin", "http://127.0.0.1", "Content-Type", "application/json"));
    cases.add(trade(GOOD, "Origin", "http://evil.example"));
    cases.add(trade(GOOD, "Sec-Fetch-Mode", "cors", "Content-Type", "text/plain"));
    cases.add(trade(GOOD, "Content-Type", "application/json; charset=gbk"));
    cases.add(trade(GOOD, "X-KSY-REQUEST-ID", "x".repeat(300)));
    cases.add(trade(GOOD, "X-KSY-REQUEST-ID", "sweep:1"));
    cases.add(trade(GOOD, "Idempotency-Key", "a", "Idempotency-Key", "b"));
    cases.add(trade("{}", "Accept-Language", "en", "X-KSY-REQUEST-ID", "en"));
    cases.add(trade("{}", "Host", "evil.example", "X-KSY-REQUEST-ID", "host"));
    for (String body :
        List.of(
            "[1,2,9]",
            "{\"uids\":[2,1,1]}",
            "[]",
            "{\"uids\":[]}",
            "{}",
            "[0]",
            "[\"1\"]",
            "{",
            "",
            "[1]]",
            "{\"uids\":[1],\"more\":1}",
            "[1,2.5]",
            "{\"uids\":{}}",
            "null")) {
      cases.add(new Case(false, QUERY, body.getBytes(UTF_8), "X-KSY-REQUEST-ID", "fixed"));
    }
    cases.add(new Case(true, TRADE, GOOD.getBytes(UTF_8), "X-KSY-REQUEST-ID", "fixed"));
    cases.add(
        new Case(
            true,
            QUERY,
            "[1]".getBytes(UTF_8),
            "X-KSY-REQUEST-ID",
            "fixed",
            "X-KSY-TOKEN",
            "hush"));
    cases.add(new Case(true, QUERY, "[1]".getBytes(UTF_8), "Authorization", "Bearer wrong"));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anAnswerIsTheSameByEitherEdge(Case one) {
    Server server = one.tokens() ? closed : open;
    // So that both are asked for what was decided before.
    raw(server, one.path(), one.bytes(), one.values());
    String hot = raw(server, one.path(), one.bytes(), one.values());
    String servlet = raw(server, one.path() + TO_SERVLET, one.bytes(), one.values());

    assertThat(comparable(hot)).isEqualTo(comparable(servlet));
    assertThat(hot).contains("\"requestId\":");
  }

  /** Else the comparison above would be one of a thing with itself. */
  @Test
  void theTwoAreNotOneAndTheSame() {
    Queue<Boolean> byServlet = new ConcurrentLinkedQueue<>();
    try (Server server = Server.with()) {
      server.counted =
          () ->
              byServlet.add(
                  Stream.of(new Throwable().getStackTrace())
                      .anyMatch(frame -> frame.getClassName().startsWith("io.javalin")));
      raw(server, QUERY, "[71]".getBytes(UTF_8));
      raw(server, QUERY + TO_SERVLET, "[72]".getBytes(UTF_8));
      raw(server, QUERY, ("[73" + " ".repeat(5_000) + "]").getBytes(UTF_8));
    }
    assertThat(byServlet).containsExactly(false, true, true);
  }

  @Test
  void aBodyThatNeverEndsIsToldByItsConnectionAlone() {
    String answer =
        RawHttp.send(
            open.port(),
            RawHttp.head("POST " + TRADE + " HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 100")
                + "{");
    assertThat(answer)
        .satisfiesAnyOf(
            nothing -> assertThat(nothing).isEmpty(),
            told -> assertThat(told).startsWith("HTTP/1.1 400"));
  }

  @Test
  void requestsOnOneConnectionAreAnsweredInTheirOrder() throws IOException {
    try (var socket = RawHttp.connect(open.port())) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        String path = i % 3 == 0 ? QUERY + TO_SERVLET : i % 3 == 1 ? QUERY : TRADE;
        String body = i % 3 == 2 ? GOOD : "[1]";
        requests.append(
            RawHttp.head(
                "POST " + path + " HTTP/1.1",
                "Host: 127.0.0.1",
                "X-KSY-REQUEST-ID: p" + i,
                "Idempotency-Key: same",
                i == 19 ? "Connection: close" : "Connection: keep-alive",
                "Content-Length: " + body.length()));
        requests.append(body);
      }
      socket.getOutputStream().write(requests.toString().getBytes(UTF_8));
      String answers = new String(socket.getInputStream().readAllBytes(), UTF_8);

      List<String> ids =
          answers.lines().filter(line -> line.startsWith("X-KSY-REQUEST-ID: ")).toList();
      assertThat(ids).hasSize(20);
      for (int i = 0; i < 20; i++) {
        assertThat(ids.get(i)).isEqualTo("X-KSY-REQUEST-ID: p" + i);
      }
    }
  }

  private static Case trade(String body, String... headers) {
    return new Case(false, TRADE, body.getBytes(UTF_8), headers);
  }

  private static String raw(Server server, String path, byte[] body, String... headers) {
    List<String> lines = new ArrayList<>(List.of("POST " + path + " HTTP/1.1"));
    if (!List.of(headers).contains("Host")) {
      lines.add("Host: 127.0.0.1");
    }
    for (int i = 0; i < headers.length; i += 2) {
      lines.add(headers[i] + ": " + headers[i + 1]);
    }
    if (!List.of(headers).contains("Connection")) {
      lines.add("Connection: close");
    }
    lines.add("Content-Length: " + body.length);
    try (var socket = RawHttp.connect(server.port())) {
      socket.getOutputStream().write(RawHttp.head(lines.toArray(String[]::new)).getBytes(UTF_8));
      socket.getOutputStream().write(body);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(path, e);
    }
  }

  /** The headers in order of their names, without the time and ids that were made up. */
  private static String comparable(String answer) {
    String[] parts = answer.split("\r\n\r\n", 2);
    String head =
        parts[0]
            .lines()
            .filter(line -> !line.startsWith("Date: "))
            .sorted()
            .reduce("", (all, line) -> all + line + "\n");
    String body = parts.length < 2 ? "" : parts[1];
    return (head + "\n" + body)
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "MADE-UP");
  }
}
