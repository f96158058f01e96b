// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BalanceTest {

  private final Server server = Server.with().fund(Map.of(1L, "100.00", 2L, "1.00"));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void allFormsOfTheQueryAreTheSame() {
    String bare = data(server.post("/onePass/queryUserAmount", "[2,1,9,2]"));

    assertThat(bare)
        .isEqualTo(
            "[{\"uid\":2,\"amount\":1.00},{\"uid\":1,\"amount\":100.00},"
                + "{\"uid\":9,\"msg\":\"用户不存在\"},{\"uid\":2,\"amount\":1.00}]");
    assertThat(data(server.post("/onePass/queryUserAmount", "{\"uids\":[2,1,9,2]}")))
        .isEqualTo(bare);
    assertThat(data(server.get("/onePass/queryUserAmount?uids=2,1,9,2"))).isEqualTo(bare);
    assertThat(data(server.get("/onePass/queryUserAmount?uids=2,1,9,2&source=db"))).isEqualTo(bare);
    assertThat(data(server.post("/onePass/queryUserAmount?source=db", "[2,1,9,2]")))
        .isEqualTo(bare);
  }

  @Test
  void nobodysBalancesAreNone() {
    assertThat(data(server.post("/onePass/queryUserAmount", "[]"))).isEqualTo("[]");
  }

  @Test
  void tooManyUidsAreRefused() {
    String uids = "1,".repeat(100_000) + "1";

    assertThat(server.post("/onePass/queryUserAmount", "[" + uids + "]").status()).isEqualTo(400);
  }

  @Test
  void theJournalIsNewestFirstAndInPages() {
    for (int i = 1; i <= 4; i++) {
      server.post(
          "/onePass/userTrade",
          "{\"sourceUid\":1,\"targetUid\":2,\"amount\":" + i + "}",
          "Idempotency-Key",
          "t-" + i);
    }

    JsonNode first = server.get("/onePass/transfers?uid=1&limit=3").data();
    JsonNode second =
        server.get("/onePass/transfers?uid=1&limit=3&after=" + first.get("next")).data();

    assertThat(first.get("transfers")).hasSize(3);
    JsonNode newest = first.get("transfers").get(0);
    assertThat(newest.get("requestId").asText()).isEqualTo("t-4");
    assertThat(newest.get("kind").asText()).isEqualTo("TRADE");
    assertThat(newest.get("balance").asText()).isEqualTo("90.00");
    assertThat(second.get("transfers")).hasSize(2);
    assertThat(second.get("transfers").get(1).get("kind").asText()).isEqualTo("SWEEP");
    assertThat(second.get("transfers").get(1).get("sourceUid").asLong()).isZero();
    assertThat(second.get("next").isNull()).isTrue();
    assertThat(server.get("/onePass/transfers?uid=2").data().get("transfers").get(0).get("balance"))
        .hasToString("11.00");
  }

  /** As an account is that was adopted with nothing on it. */
  @Test
  void anAccountWithoutTransfersHasAnEmptyJournal() {
    server.corrupt(new Balance(new Uid(7), Money.ZERO, 0));

    Server.Answer answer = server.get("/onePass/transfers?uid=7");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.data().get("transfers")).isEmpty();
  }

  @Test
  void anAccountWithoutAJournalIsNotFound() {
    Server.Answer answer = server.get("/onePass/transfers?uid=9");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("ACCOUNT_NOT_FOUND");
  }

  @Test
  void aValidationTellsAllItCompared() {
    String ask = "{\"uid\":1,\"expectedAmount\":\"99.99\",\"repair\":true}";
    server.post("/onePass/initRedisCache", "");

    Server.Answer answer = server.post("/onePass/validateBalance", ask);

    assertThat(data(answer))
        .isEqualTo(
            "{\"uid\":1,\"expected\":99.99,\"stored\":100.00,\"journal\":100.00,"
                + "\"cached\":100.00,\"valid\":false,\"repaired\":[]}");
    assertThat(server.post("/onePass/validateBalance", ask.replace("1,", "9,")).status())
        .isEqualTo(404);
  }

  private static String data(Server.Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    String text = answer.text();
    return text.substring(text.indexOf("\"data\":") + 7, text.length() - 1);
  }
}
