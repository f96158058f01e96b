// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerDecision;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TradeTest {

  private static final String TRADE = "/onePass/userTrade";
  private static final String BODY = "{\"sourceUid\":1,\"targetUid\":2,\"amount\":10}";

  /** As the reference's own server takes it, which neither asks for a type nor minds a field. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "text/plain",
        "application/json",
        "application/vnd.api+json; charset=utf-8"
      })
  void aProgramMaySendAnyContentTypeAndMoreFields(String type) {
    try (Server server = funded()) {
      String body = BODY.replace("}", ",\"remark\":\"rent\"}");

      assertThat(server.post(TRADE, body, "Content-Type", type).status()).isEqualTo(200);
      assertThat(balanceOf(server, 1)).isEqualTo("90.00");
    }
  }

  @Test
  void repeatingARequestMovesNothingTwice() {
    try (Server server = funded()) {
      Server.Answer first = server.post(TRADE, BODY, "X-KSY-REQUEST-ID", "r-1");
      Server.Answer again = server.post(TRADE, BODY, "X-KSY-REQUEST-ID", "r-1");

      assertThat(first.json().get("requestId").asText()).isEqualTo("r-1");
      assertThat(first.header("Idempotent-Replayed")).isEmpty();
      assertThat(again.header("Idempotent-Replayed")).contains("true");
      assertThat(again.text()).isEqualTo(first.text());
      assertThat(balanceOf(server, 1)).isEqualTo("90.00");
    }
  }

  @Test
  void theIdempotencyKeyIsTheIdIfThereAreBoth() {
    try (Server server = funded()) {
      server.post(TRADE, BODY, "X-KSY-REQUEST-ID", "r-1", "Idempotency-Key", "k");
      Server.Answer again =
          server.post(TRADE, BODY, "X-KSY-REQUEST-ID", "r-2", "Idempotency-Key", "k");

      assertThat(again.header("Idempotent-Replayed")).contains("true");
      assertThat(again.json().get("requestId").asText()).isEqualTo("r-2");
      assertThat(balanceOf(server, 1)).isEqualTo("90.00");
    }
  }

  @Test
  void aCallerThatSentNoIdCanRepeatWithTheOneItWasGiven() {
    try (Server server = funded()) {
      String given = server.post(TRADE, BODY).json().get("requestId").asText();

      Server.Answer again = server.post(TRADE, BODY, "X-KSY-REQUEST-ID", given);

      assertThat(again.header("Idempotent-Replayed")).contains("true");
    }
  }

  @Test
  void anIdForAnotherTransferIsRefused() {
    try (Server server = funded()) {
      server.post(TRADE, BODY, "Idempotency-Key", "k");
      Server.Answer other = server.post(TRADE, BODY.replace("10", "11"), "Idempotency-Key", "k");

      assertThat(other.status()).isEqualTo(409);
      assertThat(other.error()).isEqualTo("REQUEST_ID_REUSED");
    }
  }

  @Test
  void aRefusalSaysWhatWasThereAndIsFinal() {
    try (Server server = funded()) {
      String tooMuch = BODY.replace("10", "100.01");

      Server.Answer refused = server.post(TRADE, tooMuch, "Idempotency-Key", "k");
      Server.Answer again = server.post(TRADE, tooMuch, "Idempotency-Key", "k");

      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.error()).isEqualTo("INSUFFICIENT_BALANCE");
      assertThat(refused.text()).contains("\"available\":100.00", "\"required\":100.01");
      assertThat(again.status()).isEqualTo(422);
      assertThat(again.header("Idempotent-Replayed")).contains("true");
    }
  }

  @Test
  void anUnknownAccountIsNamed() {
    try (Server server = funded()) {
      Server.Answer source = server.post(TRADE, BODY.replace(":1,", ":7,"));
      Server.Answer target = server.post(TRADE, BODY.replace(":2,", ":8,"));

      assertThat(source.status()).isEqualTo(404);
      assertThat(source.error()).isEqualTo("ACCOUNT_NOT_FOUND");
      assertThat(source.data().get("uid").asLong()).isEqualTo(7);
      assertThat(target.data().get("uid").asLong()).isEqualTo(8);
    }
  }

  @Test
  void errorsAreToldInTheLanguageAskedFor() {
    try (Server server = funded()) {
      String tooMuch = BODY.replace("10", "9999");

      assertThat(message(server.post(TRADE, tooMuch))).isEqualTo("余额不足");
      assertThat(message(server.post(TRADE, tooMuch, "Accept-Language", "en-GB,en;q=0.9")))
          .isEqualTo("The balance is insufficient");
      assertThat(message(server.post(TRADE, tooMuch, "Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8")))
          .isEqualTo("余额不足");
      assertThat(message(server.post(TRADE, tooMuch, "Accept-Language", "fr;q=x,,,")))
          .isEqualTo("余额不足");
    }
  }

  @Test
  void amountsAreExactWhetherNumberOrString() {
    try (Server server = funded()) {
      for (String amount : new String[] {"0.1", "0.10", "\"0.1\"", "1e-1", "1E-1"}) {
        assertThat(server.post(TRADE, BODY.replace("10", amount)).text())
            .contains("\"amount\":0.10,");
      }

      assertThat(balanceOf(server, 1)).isEqualTo("99.50");
    }
  }

  @Test
  void aMissingContentTypeIsForgiven() {
    try (Server server = funded()) {
      Server.Answer answer =
          server.post(TRADE, BODY, "Content-Type", "application/json;charset=UTF-8");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(RawHttp.post(server.port(), TRADE, BODY)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void whileARequestRunsItsTwinIsToldSo() throws Exception {
    var entered = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (Server server = Server.around(store -> new Stalling(store, entered, goOn))) {
      ExecutorService background = Executors.newSingleThreadExecutor();
      Future<Server.Answer> first =
          background.submit(() -> server.post(TRADE, BODY, "Idempotency-Key", "k"));
      entered.await();

      Server.Answer twin = server.post(TRADE, BODY, "Idempotency-Key", "k");
      goOn.countDown();

      assertThat(twin.status()).isEqualTo(409);
      assertThat(twin.error()).isEqualTo("IN_PROGRESS");
      assertThat(first.get().error()).isEqualTo("ACCOUNT_NOT_FOUND");
      background.shutdown();
    }
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsSaid() {
    try (Server server = Server.around(DownStore::new)) {
      Server.Answer query = server.post("/onePass/queryUserAmount", "[1]");

      assertThat(query.status()).isEqualTo(503);
      assertThat(query.error()).isEqualTo("DEPENDENCY_DOWN");
      assertThat(query.data().get("dependency").asText()).isEqualTo("DATABASE");
      assertThat(query.header("Retry-After")).contains("1");
    }
  }

  private static Server funded() {
    return Server.with().fund(Map.of(1L, "100.00", 2L, "1.00"));
  }

  private static String message(Server.Answer answer) {
    return answer.json().get("msg").asText();
  }

  private static String balanceOf(Server server, long uid) {
    return server.get("/onePass/queryUserAmount?uids=" + uid).data().get(0).get("amount").asText();
  }

  /** Stops in its first transaction until told to go on. */
  private record Stalling(LedgerStore store, CountDownLatch entered, CountDownLatch goOn)
      implements LedgerStore {

    @Override
    public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
      entered.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return store.transact(reads, decision);
    }

    @Override
    public Map<Uid, Balance> balances(Collection<Uid> uids) {
      return store.balances(uids);
    }

    @Override
    public void eachBalance(int pageSize, Consumer<Collection<Balance>> sink) {
      store.eachBalance(pageSize, sink);
    }
  }

  /** Never answers a question about balances. */
  private record DownStore(LedgerStore store) implements LedgerStore {

    @Override
    public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
      return store.transact(reads, decision);
    }

    @Override
    public Map<Uid, Balance> balances(Collection<Uid> uids) {
      throw new UnavailableException(UnavailableException.Dependency.DATABASE, "down", null);
    }

    @Override
    public void eachBalance(int pageSize, Consumer<Collection<Balance>> sink) {
      store.eachBalance(pageSize, sink);
    }
  }
}
