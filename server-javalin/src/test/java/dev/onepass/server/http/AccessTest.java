// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

  private static final String QUERY = "/onePass/queryUserAmount?uids=1";

  @ParameterizedTest
  @CsvSource({
    "X-KSY-TOKEN, one, 200",
    "X-KSY-TOKEN, two, 200",
    "Authorization, Bearer two, 200",
    "X-KSY-TOKEN, on, 401",
    "X-KSY-TOKEN, onee, 401",
    "X-KSY-TOKEN, 'one,two', 401",
    "Authorization, Basic two, 401",
    "Accept, x, 401",
  })
  void oneOfTheTokensOpensTheDoor(String header, String value, int status) {
    try (Server server = secured()) {
      assertThat(server.get(QUERY, header, value).status()).isEqualTo(status);
      assertThat(server.get("/metrics", header, value).status()).isEqualTo(status);
    }
  }

  @Test
  void whoHasNoTokenLearnsNothing() {
    try (Server server = secured()) {
      Server.Answer answer = server.post("/onePass/userTrade", "nonsense");

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.error()).isEqualTo("UNAUTHENTICATED");
      assertThat(server.get("/onePass/no/such/route").status()).isEqualTo(401);
      assertThat(server.get("/health").status()).isEqualTo(200);
      assertThat(server.get("/health/live").status()).isEqualTo(200);
    }
  }

  @Test
  void withoutATokenNothingIsOpenButHealthAndPagesWithoutData() {
    try (Server server = secured()) {
      List<String> closed =
          server.routes().stream()
              .filter(
                  route -> {
                    String[] parts = route.replace("{id}", "b").split(" ");
                    return server.send(parts[0], parts[1], BodyPublishers.noBody()).status() == 401;
                  })
              .toList();

      assertThat(closed)
          .containsExactlyInAnyOrderElementsOf(
              server.routes().stream()
                  .filter(route -> route.contains(" /onePass/") || route.endsWith(" /metrics"))
                  .toList())
          .hasSizeGreaterThan(10);
    }
  }

  @Test
  void noTokenIsInTheMetricsOrInAnAnswer() {
    try (Server server = Server.with("SECURITY_TOKENS", "S3cretW0rd", "SERVER_BIND", "127.0.0.1")) {
      server.get(QUERY, "X-KSY-TOKEN", "0therW0rd");
      String refused = server.get(QUERY, "X-KSY-TOKEN", "0therW0rd").text();
      String metrics = server.get("/metrics", "X-KSY-TOKEN", "S3cretW0rd").text();

      assertThat(metrics).contains("onepass_http_requests").doesNotContain("W0rd");
      assertThat(refused).doesNotContain("W0rd");
    }
  }

  @Test
  void withoutTokensNobodyNeedsOne() {
    try (Server server = Server.with()) {
      assertThat(server.get(QUERY).status()).isEqualTo(200);
      assertThat(server.get(QUERY, "X-KSY-TOKEN", "whatever").status()).isEqualTo(200);
    }
  }

  @Test
  void pagesOfAllowedOriginsMayCall() {
    try (Server server = Server.with("CORS_ORIGINS", "https://ops.example.com,https://b.example")) {
      Server.Answer asked =
          server.send(
              "OPTIONS",
              "/onePass/userTrade",
              BodyPublishers.noBody(),
              "Origin",
              "https://ops.example.com",
              "Access-Control-Request-Method",
              "POST");
      Server.Answer called = server.get(QUERY, "Origin", "https://b.example");

      assertThat(asked.status()).isEqualTo(204);
      assertThat(asked.header("Access-Control-Allow-Origin")).contains("https://ops.example.com");
      assertThat(asked.header("Access-Control-Allow-Headers").orElseThrow())
          .contains("X-KSY-TOKEN", "Idempotency-Key", "Content-Type");
      assertThat(called.status()).isEqualTo(200);
      assertThat(called.header("Access-Control-Allow-Origin")).contains("https://b.example");
      assertThat(called.header("Vary")).contains("Origin");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "https://ops.example.com.evil.example"})
  void pagesOfOtherOriginsMayNot(String origin) {
    try (Server server = Server.with("CORS_ORIGINS", "https://ops.example.com")) {
      Server.Answer answer = server.post("/onePass/initRedisCache", "", "Origin", origin);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).isEqualTo("INVALID_REQUEST");
      assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void theServersOwnPagesMayCall() {
    try (Server server = Server.with("SERVER_BASEURL", "https://pay.example.com")) {
      String own = "http://127.0.0.1:" + server.port();

      assertThat(server.get(QUERY, "Origin", own).status()).isEqualTo(200);
      assertThat(server.get(QUERY, "Origin", "https://pay.example.com").status()).isEqualTo(200);
    }
  }

  @Test
  void errorsAreReadableForPagesThatMayCall() {
    try (Server server = Server.with("CORS_ORIGINS", "*", "SECURITY_TOKENS", "one")) {
      Server.Answer answer = server.get(QUERY, "Origin", "https://ops.example.com");

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("Access-Control-Allow-Origin")).contains("https://ops.example.com");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example, 400",
    "evil.example:40008, 400",
    "EVIL.example., 400",
    "127.0.0.1.evil.example, 400",
    "localhost.evil.example:40008, 400",
    "[::1].evil.example, 400",
    "127.0.0.1:40008, 200",
    "10.0.0.7, 200",
    "[::1]:40008, 200",
    "localhost:40008, 200",
    "LocalHost, 200",
    "api.localhost:40008, 200",
    "onepass-app:40008, 200",
    "pay.example.com, 200",
    "Ops.Example.com:443, 200",
    "onepass.prod.svc.cluster.local, 200",
  })
  void aNameThatAPageMayHaveChosenIsNotServedWithoutATokenBeItsOwnOrigin(String host, int status) {
    try (Server server =
        Server.with(
            "SERVER_BASEURL",
            "https://pay.example.com",
            "SERVER_HOSTS",
            "ops.example.com,onepass.prod.svc.cluster.local")) {
      for (String origin : List.of("", "Origin: http://" + host + "\r\n")) {
        String request =
            "GET "
                + QUERY
                + " HTTP/1.1\r\nHost: "
                + host
                + "\r\n"
                + origin
                + "Connection: close\r\n\r\n";

        assertThat(RawHttp.send(server.port(), request)).startsWith("HTTP/1.1 " + status + " ");
      }
    }
  }

  @Test
  void withATokenAnyNameIsServedAndHealthAlways() {
    String evil =
        " HTTP/1.1\r\nHost: evil.example\r\nX-KSY-TOKEN: one\r\nConnection: close\r\n\r\n";
    try (Server server = secured()) {
      assertThat(RawHttp.send(server.port(), "GET " + QUERY + evil)).startsWith("HTTP/1.1 200 ");
    }
    try (Server server = Server.with()) {
      assertThat(RawHttp.send(server.port(), "GET /health" + evil)).startsWith("HTTP/1.1 200 ");
      assertThat(RawHttp.send(server.port(), "GET /metrics" + evil)).startsWith("HTTP/1.1 400 ");
    }
  }

  private static Server secured() {
    return Server.with("SECURITY_TOKENS", "one,two", "SERVER_BIND", "127.0.0.1");
  }
}
