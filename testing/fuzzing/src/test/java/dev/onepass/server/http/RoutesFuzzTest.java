// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Every route, on the real server: the answer is a success that did what was asked for, or an error
 * that the caller made, in the envelope. Never a 500, and no money comes or goes.
 */
class RoutesFuzzTest {

  /** Says how the message is framed, or when its connection ends: not what is tried here. */
  private static final Set<String> FRAMING =
      Set.of("content-length", "transfer-encoding", "connection", "expect", "upgrade");

  private static FuzzedServer server;

  @BeforeAll
  static void start() {
    server = new FuzzedServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @FuzzTest(maxDuration = "3m")
  void aTradeMovesWhatItSaysOrNothing(byte[] body) {
    RawAnswer answer = server.post("/onePass/userTrade", body);

    answer.assertSound();
    if (answer.status() == 200) {
      JsonNode asked = RawAnswer.json(body);
      JsonNode done = answer.json().get("data");
      assertThat(done.get("amount").decimalValue())
          .isEqualByComparingTo(new BigDecimal(asked.get("amount").asText()));
      assertThat(done.get("sourceUid")).isEqualTo(asked.get("sourceUid"));
      assertThat(done.get("targetUid")).isEqualTo(asked.get("targetUid"));
      assertThat(server.total()).isEqualByComparingTo(FuzzedServer.TOTAL);
    }
  }

  @FuzzTest(maxDuration = "3m")
  void aBatchHasTheAccountsItNames(byte[] body) {
    RawAnswer answer = server.post("/onePass/batchPay", body);

    answer.assertSound();
    if (answer.status() == 200) {
      JsonNode asked = RawAnswer.json(body);
      String id = URLEncoder.encode(asked.get("batchPayId").textValue(), UTF_8).replace("+", "%20");
      JsonNode batch = server.get("/onePass/batchPay/" + id).json().get("data");
      assertThat(batch.get("batchPayId")).isEqualTo(asked.get("batchPayId"));
      assertThat(batch.get("total").intValue()).isEqualTo(uids(asked.get("uids")).size());
    }
  }

  @FuzzTest(maxDuration = "3m")
  void aQueryAnswersForTheAccountsItNames(byte[] body) {
    RawAnswer answer = server.post("/onePass/queryUserAmount", body);

    answer.assertSound();
    if (answer.status() == 200) {
      JsonNode asked = RawAnswer.json(body);
      var answered = new HashSet<Long>();
      answer.json().get("data").forEach(row -> answered.add(row.get("uid").longValue()));
      assertThat(answered).isEqualTo(uids(asked.isArray() ? asked : asked.get("uids")));
    }
  }

  @FuzzTest(maxDuration = "3m")
  void aValidationChangesNoBalance(byte[] body) {
    RawAnswer answer = server.post("/onePass/validateBalance", body);

    answer.assertSound();
    if (answer.status() == 200) {
      JsonNode asked = RawAnswer.json(body);
      JsonNode found = answer.json().get("data");
      assertThat(found.get("uid")).isEqualTo(asked.get("uid"));
      assertThat(server.total()).isEqualByComparingTo(FuzzedServer.TOTAL);
    }
  }

  /** The first line is path and query, further ones are headers. */
  @FuzzTest(maxDuration = "3m")
  void noPathParameterOrHeaderBreaksTheServer(byte[] input) {
    String[] lines = new String(input, ISO_8859_1).split("\n", -1);
    var headers = new StringBuilder();
    for (int i = 1; i < lines.length; i++) {
      String name = lines[i].split(":", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (!lines[i].isBlank() && !FRAMING.contains(name)) {
        headers.append(lines[i]).append("\r\n");
      }
    }

    server.send("GET " + lines[0] + " HTTP/1.1\r\n" + headers, new byte[0]).assertSound();
  }

  private static Set<Long> uids(JsonNode list) {
    var uids = new HashSet<Long>();
    list.forEach(uid -> uids.add(uid.longValue()));
    return uids;
  }
}
