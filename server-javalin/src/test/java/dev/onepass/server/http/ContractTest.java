// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Real requests to every route, whose answers must be described, and as they are described. */
class ContractTest {

  /** A good request for each route that does something. */
  private record Call(String route, String path, String body) {

    static Call get(String route, String path) {
      return new Call("GET " + route, path, "");
    }

    static Call post(String path, String body) {
      return new Call("POST " + path, path, body);
    }

    Server.Answer to(Server server, String... headers) {
      return route.startsWith("GET") ? server.get(path, headers) : server.post(path, body, headers);
    }
  }

  private static final List<Call> CALLS =
      List.of(
          Call.post("/onePass/batchPay", "{\"batchPayId\": \"b-1\", \"uids\": [1001]}"),
          Call.get("/onePass/batchPay", "/onePass/batchPay?limit=5"),
          Call.get("/onePass/batchPay/{id}", "/onePass/batchPay/b-1"),
          Call.get("/onePass/batchPay/{id}/items", "/onePass/batchPay/b-1/items"),
          Call.get("/onePass/batchPay/{id}/events", "/onePass/batchPay/b-1/events"),
          Call.get("/onePass/batchPay/{id}/report", "/onePass/batchPay/b-1/report"),
          new Call("POST /onePass/batchPay/{id}/resume", "/onePass/batchPay/b-1/resume", ""),
          new Call(
              "POST /onePass/batchPay/{id}/resume",
              "/onePass/batchPay/b-1/resume?state=missing",
              ""),
          Call.post(
              "/onePass/userTrade", "{\"sourceUid\": 1001, \"targetUid\": 1002, \"amount\": 1.5}"),
          Call.get("/onePass/transfers", "/onePass/transfers?uid=1001"),
          Call.post("/onePass/queryUserAmount", "[1001, 9999]"),
          Call.get("/onePass/queryUserAmount", "/onePass/queryUserAmount?uids=1001,9999"),
          Call.post("/onePass/initRedisCache", ""),
          Call.post("/onePass/validateBalance", "{\"uid\": 1001, \"expectedAmount\": 98.5}"));

  private final Contract contract;

  ContractTest() {
    try (Server server = Server.with()) {
      contract = new Contract(server.get("/openapi.json").json());
    }
  }

  @Test
  void everyAnswerThatIsDescribedIsGivenAndEveryAnswerGivenIsDescribed() {
    whatWasAskedFor();
    pagesAndOperations();
    notValid();
    notAllowed();
    notThere();
    notNow();
    notAtAll();

    assertThat(contract.given()).containsExactlyElementsOf(contract.described());
  }

  /** Or else none of the above means anything. */
  @Test
  void aFieldThatIsNotDescribedIsFound() {
    try (Server server = Server.with().fund(Map.of(1001L, "100.00"))) {
      Call query = Call.get("/onePass/transfers", "/onePass/transfers?uid=1001");
      ObjectNode without = server.get("/openapi.json").json().deepCopy();
      JsonNode line = without.at("/components/schemas/JournalLine");
      ((ObjectNode) line.get("properties")).remove("version");
      Contract stricter = new Contract(without);

      assertThatThrownBy(() -> stricter.check(query.route, query.to(server)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("version");
    }
  }

  private void whatWasAskedFor() {
    try (Server server = Server.with().fund(Map.of(1001L, "100.00", 1002L, "5.00"))) {
      for (Call call : CALLS) {
        Server.Answer answer = call.to(server, "Prefer", "wait=30");
        assertThat(answer.status()).as("%s: %s", call.route, answer).isEqualTo(200);
        contract.check(call.route, answer);
      }
      Call trade = CALLS.get(7);
      for (int times = 0; times < 2; times++) {
        contract.check(trade.route, trade.to(server, "Idempotency-Key", "same"));
      }
      contract.check(
          "GET /onePass/batchPay/{id}/events",
          server.get("/onePass/batchPay/b-1/events", "Last-Event-ID", "end"));
      String validate = "POST /onePass/validateBalance";
      contract.check(
          validate,
          server.post(
              "/onePass/validateBalance",
              "{\"uid\": 1001, \"expectedAmount\": 1, \"repair\": true}"));
    }
  }

  private void pagesAndOperations() {
    try (Server server = Server.with()) {
      for (String path : List.of("/health", "/health/live", "/health/ready", "/metrics")) {
        contract.check("GET " + path, server.get(path));
      }
      for (String path : List.of("/openapi.yaml", "/openapi.json", "/docs", "/console")) {
        Server.Answer page = contract.check("GET " + path, server.get(path));
        String tag = page.header("ETag").orElseThrow();
        contract.check("GET " + path, server.get(path, "If-None-Match", tag));
      }
    }
  }

  private void notValid() {
    try (Server server = Server.with().fund(Map.of(1001L, "100.00", 1002L, "5.00"))) {
      for (Call call : CALLS) {
        contract.check(call.route, call.to(server, "X-KSY-REQUEST-ID", "x".repeat(200)));
      }
      contract.check("GET /metrics", server.get("/metrics", "Origin", "http://elsewhere.test"));
      for (String path :
          List.of("/onePass/batchPay", "/onePass/userTrade", "/onePass/queryUserAmount")) {
        contract.check("POST " + path, server.post(path, "{\"unheard\": \"of\"}"));
      }
      String large = " ".repeat(33 << 20);
      for (String path :
          List.of(
              "/onePass/batchPay",
              "/onePass/userTrade",
              "/onePass/queryUserAmount",
              "/onePass/validateBalance")) {
        contract.check("POST " + path, server.post(path, large));
      }
    }
  }

  private void notAllowed() {
    try (Server server = Server.with("SECURITY_TOKENS", "secret", "SERVER_BIND", "127.0.0.1")) {
      CALLS.forEach(call -> contract.check(call.route, call.to(server)));
      contract.check("GET /metrics", server.get("/metrics"));
    }
    try (Server server = Server.with("LIMITS_RATEPERSECOND", "1")) {
      CALLS.forEach(call -> untilLimited(server, call));
    }
  }

  /** A second may end between two requests. */
  private void untilLimited(Server server, Call call) {
    Server.Answer answer = call.to(server);
    for (int times = 0; times < 20 && answer.status() != 429; times++) {
      answer = call.to(server);
    }
    contract.check(call.route, answer);
  }

  private void notThere() {
    try (Server server = Server.with().fund(Map.of(1001L, "100.00"))) {
      for (String part : List.of("", "/items", "/events", "/report")) {
        contract.check(
            "GET /onePass/batchPay/{id}" + part, server.get("/onePass/batchPay/none" + part));
      }
      contract.check(
          "POST /onePass/batchPay/{id}/resume", server.post("/onePass/batchPay/none/resume", ""));
      contract.check("GET /onePass/transfers", server.get("/onePass/transfers?uid=9"));
      contract.check(
          "POST /onePass/validateBalance",
          server.post("/onePass/validateBalance", "{\"uid\": 9, \"expectedAmount\": 1}"));
      String trade = "POST /onePass/userTrade";
      String path = "/onePass/userTrade";
      String body = "{\"sourceUid\": 1001, \"targetUid\": %d, \"amount\": %s}";
      contract.check(trade, server.post(path, body.formatted(9, "1"), "Idempotency-Key", "k"));
      contract.check(trade, server.post(path, body.formatted(9, "2"), "Idempotency-Key", "k"));
      server.fund(Map.of(1002L, "5.00"));
      contract.check(trade, server.post(path, body.formatted(1002, "9000")));
      String batch = "{\"batchPayId\": \"b-1\", \"uids\": [%d]}";
      server.post("/onePass/batchPay", batch.formatted(1));
      contract.check(
          "POST /onePass/batchPay", server.post("/onePass/batchPay", batch.formatted(2)));
    }
  }

  /** Too busy, as the only place there is, is taken. */
  private void notNow() {
    try (Server server =
        Server.with("LIMITS_CONCURRENCY", "1").fund(Map.of(1001L, "100.00", 1002L, "5.00"))) {
      var taken = new CountDownLatch(1);
      var free = new CountDownLatch(1);
      server.trouble =
          () -> {
            taken.countDown();
            await(free);
          };
      var first =
          CompletableFuture.supplyAsync(
              () -> server.get("/onePass/queryUserAmount?uids=1001&source=db"));
      await(taken);
      CALLS.forEach(call -> contract.check(call.route, call.to(server)));
      server.trouble = () -> {};
      free.countDown();
      assertThat(first.join().status()).isEqualTo(200);
    }
  }

  /** The database does not answer, or there is a bug. */
  private void notAtAll() {
    try (Server server = Server.with().fund(Map.of(1001L, "100.00", 1002L, "5.00"))) {
      server.databaseUp.set(false);
      contract.check("GET /health/ready", server.get("/health/ready"));
      server.trouble =
          () -> {
            throw new UnavailableException(Dependency.DATABASE, "no answer", null);
          };
      Server.Answer down = server.get("/onePass/queryUserAmount?uids=1001&source=db");
      assertThat(down.error()).isEqualTo("DEPENDENCY_DOWN");
      contract.check("GET /onePass/queryUserAmount", down);
      server.trouble =
          () -> {
            throw new IllegalStateException("planted");
          };
      for (Call call : CALLS) {
        String separator = call.path.contains("?") ? "&" : "?";
        String path =
            call.path.contains("queryUserAmount") ? call.path + separator + "source=db" : call.path;
        contract.check(call.route, new Call(call.route, path, call.body).to(server));
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
