// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a caller sends, the answer is the envelope with the right 4xx, and nothing moves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

  private static final String TRADE = "/onePass/userTrade";

  private final PrintStream realErrors = System.err;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private Server server;

  @BeforeAll
  void start() {
    System.setErr(new PrintStream(logged, true, UTF_8));
    server = Server.with().fund(Map.of(1L, "100.00", 2L, "1.00"));
  }

  @AfterAll
  void stop() {
    String balances = server.post("/onePass/queryUserAmount", "[1,2]").text();
    server.close();
    System.setErr(realErrors);
    assertThat(logged.toString(UTF_8)).doesNotContain("\tat ", "Exception");
    assertThat(balances).contains("100.00", "1.00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Idempotency-Key", "X-KSY-REQUEST-ID"})
  void twoDifferentNamesOfOneIntentAreRefused(String header) {
    String trade = "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1}";
    for (String[] order : new String[][] {{"key-a", "key-b"}, {"key-b", "key-a"}}) {
      Server.Answer answer = server.post(TRADE, trade, header, order[0], header, order[1]);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.data().get("field").asText()).isEqualTo(header);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.5", "9223372036854775808", "99999999999999999999"})
  void whatIsNoWholeNumberIsSaidInOneLanguage(String after) {
    Server.Answer answer =
        server.get("/onePass/batchPay/none/items?after=" + after, "Accept-Language", "zh");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("after 应为整数").doesNotContain("whole");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "nonsense",
        "{",
        "[]",
        "7",
        "\"text\"",
        "{}",
        "{\"sourceUid\":1,\"targetUid\":2}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":null}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1} trailing",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1}{}",
        "{\"sourceUid\":1,\"sourceUid\":1,\"targetUid\":2,\"amount\":1}",
        "{'sourceUid':1,'targetUid':2,'amount':1}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1,}",
        "{\"sourceUid\":\"1\",\"targetUid\":2,\"amount\":1}",
        "{\"sourceUid\":1.0,\"targetUid\":2,\"amount\":1}",
        "{\"sourceUid\":1e0,\"targetUid\":2,\"amount\":1}",
        "{\"sourceUid\":true,\"targetUid\":2,\"amount\":1}",
        "{\"sourceUid\":[1],\"targetUid\":2,\"amount\":1}",
        "{\"sourceUid\":{},\"targetUid\":2,\"amount\":1}",
        "{\"sourceUid\":0,\"targetUid\":2,\"amount\":1}",
        "{\"sourceUid\":-1,\"targetUid\":2,\"amount\":1}",
        "{\"sourceUid\":99999999999999999999,\"targetUid\":2,\"amount\":1}",
        "{\"sourceUid\":1,\"targetUid\":1,\"amount\":1}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":0}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":-1}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":0.001}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1.001}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":10000.01}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1e999999999}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1e-999999999}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1e99999999999999999999}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":NaN}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":Infinity}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":+1}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":01}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":0x10}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":true}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":[]}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"\"}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"one\"}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\" 1\"}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"+1\"}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"1,00\"}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"1e999999999\"}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"NaN\"}",
        // Digits of other scripts, which a careless parser takes for numbers.
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"１\"}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"١\"}",
      })
  void aTradeThatMakesNoSenseIsInvalid(String body) {
    assertInvalid(server.post(TRADE, body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"batchPayId\":\"\",\"uids\":[1]}",
        "{\"batchPayId\":\" \",\"uids\":[1]}",
        "{\"batchPayId\":\"批次\",\"uids\":[1]}",
        "{\"batchPayId\":\"a b\",\"uids\":[1]}",
        "{\"batchPayId\":\"a\\nb\",\"uids\":[1]}",
        "{\"batchPayId\":7,\"uids\":[1]}",
        "{\"batchPayId\":null,\"uids\":[1]}",
        "{\"uids\":[1]}",
        "{\"batchPayId\":\"b\"}",
        "{\"batchPayId\":\"b\",\"uids\":[]}",
        "{\"batchPayId\":\"b\",\"uids\":[0]}",
        "{\"batchPayId\":\"b\",\"uids\":[-5]}",
        "{\"batchPayId\":\"b\",\"uids\":[1.5]}",
        "{\"batchPayId\":\"b\",\"uids\":[\"1\"]}",
        "{\"batchPayId\":\"b\",\"uids\":[null]}",
        "{\"batchPayId\":\"b\",\"uids\":[[1]]}",
        "{\"batchPayId\":\"b\",\"uids\":{\"1\":1}}",
        "{\"batchPayId\":\"b\",\"uids\":\"1,2\"}",
        "{\"batchPayId\":\"b\",\"uids\":[1,",
        "{\"batchPayId\":\"b\",\"uids\":[1,]}",
      })
  void aBatchThatMakesNoSenseIsInvalid(String body) {
    assertInvalid(server.post("/onePass/batchPay", body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"uids\":7}", "[\"1\"]", "[0]", "[1,[2]]", "{\"ids\":[1]}", "7"})
  void aQueryThatMakesNoSenseIsInvalid(String body) {
    assertInvalid(server.post("/onePass/queryUserAmount", body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/onePass/queryUserAmount",
        "/onePass/queryUserAmount?uids=",
        "/onePass/queryUserAmount?uids=1,x",
        "/onePass/queryUserAmount?uids=1&source=moon",
        "/onePass/transfers",
        "/onePass/transfers?uid=x",
        "/onePass/transfers?uid=1&limit=0",
        "/onePass/transfers?uid=1&limit=1001",
        "/onePass/transfers?uid=1&after=-1",
        "/onePass/batchPay?limit=ten",
        "/onePass/batchPay/fund-1/items?state=lost",
        "/onePass/batchPay/%20",
        "/onePass/batchPay/%E6%89%B9",
      })
  void aParameterThatMakesNoSenseIsInvalid(String path) {
    assertInvalid(server.get(path));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"uid\":1}'",
    "'{\"uid\":1,\"expectedAmount\":1.005}'",
    "'{\"uid\":1,\"expectedAmount\":1,\"repair\":\"true\"}'",
    "'{\"uid\":1,\"expectedAmount\":1,\"repair\":1}'",
  })
  void aValidationThatMakesNoSenseIsInvalid(String body) {
    assertInvalid(server.post("/onePass/validateBalance", body));
  }

  @Test
  void deepNestingIsInvalid() {
    String deep = "[".repeat(50_000);

    assertInvalid(server.post(TRADE, deep));
    assertInvalid(server.post("/onePass/queryUserAmount", deep));
    assertInvalid(server.post(TRADE, "{\"a\":".repeat(10_000)));
    assertInvalid(server.post("/onePass/batchPay", "{\"batchPayId\":\"b\",\"uids\":" + deep));
  }

  @Test
  void overlongIdsAreInvalid() {
    String batch = "{\"batchPayId\":\"" + "b".repeat(65) + "\",\"uids\":[1]}";
    String trade = "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1}";

    assertInvalid(server.post("/onePass/batchPay", batch));
    assertInvalid(server.post(TRADE, trade, "Idempotency-Key", "k".repeat(129)));
    assertInvalid(server.post(TRADE, trade, "Idempotency-Key", "onepass:sweep:b:1:1"));
    assertInvalid(server.post(TRADE, trade, "X-KSY-REQUEST-ID", "k".repeat(129)));
    assertInvalid(server.post(TRADE, trade, "X-KSY-REQUEST-ID", "two words"));
    assertInvalid(server.get("/onePass/batchPay/" + "b".repeat(65)));
  }

  @Test
  void aBadRequestIdIsNotRepeated() {
    Server.Answer answer = server.post(TRADE, "{}", "X-KSY-REQUEST-ID", "k".repeat(129));

    assertThat(answer.json().get("requestId").asText()).hasSize(36);
    assertThat(answer.data().get("field").asText()).isEqualTo("X-KSY-REQUEST-ID");
  }

  @Test
  void malformedUtf8IsInvalid() {
    byte[] bytes = "{\"batchPayId\":\"\u00ff\u00fe\",\"uids\":[1]}".getBytes(ISO_8859_1);

    assertInvalid(server.send("POST", "/onePass/batchPay", BodyPublishers.ofByteArray(bytes)));
  }

  @Test
  void randomBytesNeverReachAStackTrace() {
    long seed = 20240723;
    var random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      assertInvalid(server.send("POST", TRADE, BodyPublishers.ofByteArray(bytes)));
    }
  }

  @Test
  void brokenRequestsOfTheRightShapeNeverReachAStackTrace() {
    var random = new Random(20240724);
    byte[] good = "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"1.00\"}".getBytes(UTF_8);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = good.clone();
      // Without the amount's closing brace nothing can become valid by chance.
      bytes[good.length - 1] = (byte) random.nextInt('}');
      bytes[random.nextInt(good.length)] = (byte) random.nextInt(256);
      Server.Answer answer = server.send("POST", TRADE, BodyPublishers.ofByteArray(bytes));
      if (bytes[good.length - 1] != '}') {
        assertInvalid(answer);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain | Origin",
        "application/x-www-form-urlencoded | Origin",
        "multipart/form-data | Origin",
        "application/x-www-form-urlencoded | Sec-Fetch-Mode",
        "text/plain; charset=utf-8 | Sec-Fetch-Mode",
      })
  void whatAFormOfAnyPageCanSendIsInvalidFromABrowser(String type, String header) {
    String value = header.equals("Origin") ? "http://127.0.0.1:" + server.port() : "no-cors";

    assertInvalid(
        server.post(
            TRADE,
            "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1}",
            "Content-Type",
            type,
            header,
            value));
  }

  @Test
  void aFieldThatMeansNothingIsInvalidFromABrowser() {
    String own = "http://127.0.0.1:" + server.port();

    assertInvalid(
        server.post(
            TRADE,
            "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1,\"remark\":\"rent\"}",
            "Origin",
            own));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=iso-8859-1",
        "text/plain; charset=gbk",
        "application/x-www-form-urlencoded; charset=utf-16"
      })
  void anotherCharacterSetIsInvalid(String type) {
    assertInvalid(
        server.post(TRADE, "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1}", "Content-Type", type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void everyWordOfAnAnswerIsInOneLanguage(String language) {
    for (String path :
        List.of(
            "/onePass/batchPay?limit=0",
            "/onePass/batchPay?limit=x",
            "/onePass/batchPay/none/items?state=lost",
            "/onePass/batchPay/none/items?after=-1",
            "/onePass/queryUserAmount?uids=x",
            "/onePass/queryUserAmount?uids=1&source=moon",
            "/onePass/transfers?uid=0",
            "/onePass/transfers")) {
      Server.Answer answer = server.get(path, "Accept-Language", language);

      assertInvalid(answer);
      String words =
          answer
              .json()
              .get("msg")
              .asText()
              .replaceAll("limit|after|state|source|uids?|[A-Z_, ]", "");
      if (language.equals("zh")) {
        assertThat(words).as(path).doesNotContainPattern("[a-z]");
      } else {
        assertThat(words).as(path).doesNotContainPattern("\\p{IsHan}");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /onePass/userTrade",
    "PUT, /onePass/userTrade",
    "DELETE, /onePass/batchPay/b",
    "POST, /onePass/batchPay/b",
    "PATCH, /onePass/queryUserAmount",
    "GET, /onePass/nothing",
    "POST, /onePass",
    "GET, /",
    "GET, /onepass/transfers",
  })
  void anotherMethodOrPathIsNoRoute(String method, String path) {
    Server.Answer answer = server.send(method, path, BodyPublishers.noBody());

    assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
    assertThat(answer.json().get("code").asInt()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("NO_SUCH_ROUTE");
  }

  @Test
  void anotherMethodIsToldWhichThereAre() {
    assertThat(server.get(TRADE).header("Allow")).contains("POST");
  }

  @Test
  void aBodyThatSaysItIsTooLargeIsRefusedUnread() {
    String head =
        RawHttp.head(
            "POST /onePass/userTrade HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Content-Length: 104857600");

    String answer = RawHttp.send(server.port(), head);

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("BODY_TOO_LARGE");
  }

  @Test
  void aBodyThatTurnsOutTooLargeIsRefused() {
    String head =
        RawHttp.head(
            "POST /onePass/userTrade HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Transfer-Encoding: chunked");
    String chunk = "4000\r\n" + " ".repeat(0x4000) + "\r\n";

    String answer = RawHttp.send(server.port(), head + chunk.repeat(5));

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("BODY_TOO_LARGE");
  }

  @Test
  void aHundredMegabytesAreRefusedWhileTheyAreSent() throws IOException {
    String head =
        RawHttp.head(
            "POST /onePass/batchPay HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Content-Length: 104857600");
    try (var socket = RawHttp.connect(server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(UTF_8));
      out.flush();

      byte[] first = socket.getInputStream().readNBytes("HTTP/1.1 413".length());
      long sent = 0;
      try {
        byte[] megabyte = new byte[1 << 20];
        for (; sent < 100; sent++) {
          out.write(megabyte);
        }
      } catch (SocketException expected) {
        // The server has hung up, as it should.
      }

      assertThat(new String(first, UTF_8)).isEqualTo("HTTP/1.1 413");
      assertThat(sent).isLessThan(100);
    }
  }

  /** Closing at once would reset the connection, and with it what it says. */
  @Test
  void whoeverSendsAllOfATooLargeBodyBeforeReadingIsToldToo() throws IOException {
    int length = (int) Body.BATCH_BYTES_MAX + 1;
    String head =
        RawHttp.head(
            "POST /onePass/batchPay HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Content-Length: " + length);
    try (var socket = RawHttp.connect(server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(UTF_8));
      out.write(new byte[length]);

      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 413 ").contains("BODY_TOO_LARGE");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /health\r\n\r\n",
        "GET /health HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /onePass/batchPay/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "POST /onePass/userTrade HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        "POST /onePass/userTrade HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /onePass/userTrade HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
      })
  void whatIsNoHttpIsRefusedWithoutATraceOfTheProgram(String request) {
    String answer = RawHttp.send(server.port(), request);

    assertThat(answer).startsWith("HTTP/1.1 400 ");
    assertThat(answer).doesNotContain("Exception", "at dev.", "at org.", "jetty", "Jetty");
    assertThat(answer).contains("\"code\":400,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT there:80 HTTP/1.1\r\nHost: there:80\r\nConnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        "POST * HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        "POST http://127.0.0.1/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
      })
  void aTargetThatIsNoPathIsRefusedInTheEnvelope(String request) {
    String answer = RawHttp.send(server.port(), request);

    assertThat(answer).matches("(?s)HTTP/1.1 4[0-9][0-9] .*").contains("\"error\":");
    assertThat(answer).doesNotContain("Exception", "at dev.", "at org.", "Jetty");
  }

  /** As a proxy is asked: the path in it is what counts, and the door stands before it. */
  @Test
  void anAddressInPlaceOfAPathIsServedAsItsPath() {
    String answer =
        RawHttp.send(
            server.port(),
            "POST http://127.0.0.1/onePass/queryUserAmount HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Length: 5\r\nConnection: close\r\n\r\n[777]");

    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"uid\":777");
  }

  @Test
  void headersTooLargeAreRefused() {
    String answer =
        RawHttp.send(
            server.port(),
            "GET /health HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("Exception", "Jetty");
  }

  private static void assertInvalid(Server.Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.json().get("code").asInt()).isEqualTo(400);
    assertThat(answer.json().get("msg").asText()).isNotBlank();
    assertThat(answer.json().get("requestId").asText()).isNotBlank();
    assertThat(answer.error()).isEqualTo("INVALID_REQUEST");
    assertThat(answer.text()).doesNotContain("Exception", "dev.onepass", "com.fasterxml");
  }
}
