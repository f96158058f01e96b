// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onepass.memory.Fate;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {

  private static final String BATCH = "/onePass/batchPay";
  private static final String BODY = "{\"batchPayId\":\"b-1\",\"uids\":[3,1,2,3]}";

  private final Server server = Server.with();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void waitingForTheEndIsPreferred() {
    deposit(1, "25000.37");

    Server.Answer answer = server.post(BATCH, BODY, "Prefer", "respond-async, wait=30");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Preference-Applied")).contains("wait=30");
    assertThat(server.get("/onePass/queryUserAmount?uids=1&source=db").text()).contains("25000.37");
    assertThat(server.get(BATCH + "/b-1").data().get("state").asText()).isEqualTo("FINISHED");
  }

  @Test
  void theSameBatchIsAcceptedAgainAndAnotherOfItsIdIsNot() {
    server.post(BATCH, BODY);

    Server.Answer again = server.post(BATCH, "{\"uids\":[1,2,3],\"batchPayId\":\"b-1\"}");
    Server.Answer other = server.post(BATCH, "{\"uids\":[1,2],\"batchPayId\":\"b-1\"}");

    assertThat(again.status()).isEqualTo(200);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.error()).isEqualTo("BATCH_ID_REUSED");
  }

  @Test
  void theStatusSaysHowFarItIs() {
    deposit(1, "0.03");
    deposit(2, "10000.00");
    server.post(BATCH, BODY, "Prefer", "wait=30");

    Server.Answer answer = server.get(BATCH + "/b-1");
    JsonNode status = answer.data();

    assertThat(status.get("phase").asText()).isEqualTo("FINISHED");
    assertThat(status.get("total").asLong()).isEqualTo(3);
    assertThat(status.get("counts").get("swept").asLong()).isEqualTo(2);
    assertThat(status.get("counts").get("missing").asLong()).isEqualTo(1);
    assertThat(status.get("counts").get("open").asLong()).isZero();
    assertThat(answer.text()).contains("\"swept\":10000.03,\"inDoubt\":0.00,");
    assertThat(status.get("calls").asLong()).isPositive();
    assertThat(status.get("acceptedAt").asText()).endsWith("Z");
    assertThat(status.get("finishedAt").asText()).endsWith("Z");
  }

  @Test
  void itemsComeInPagesByUid() {
    deposit(1, "1.00");
    deposit(2, "2.00");
    server.post(BATCH, BODY, "Prefer", "wait=30");

    JsonNode first = server.get(BATCH + "/b-1/items?limit=2").data();
    JsonNode second = server.get(BATCH + "/b-1/items?limit=2&after=" + first.get("next")).data();
    JsonNode missing = server.get(BATCH + "/b-1/items?state=missing").data();

    assertThat(uids(first.get("items"))).containsExactly(1L, 2L);
    assertThat(uids(second.get("items"))).containsExactly(3L);
    assertThat(second.get("next").isNull()).isTrue();
    assertThat(uids(missing.get("items"))).containsExactly(3L);
  }

  @Test
  void theReportHoldsWhatWasTakenAgainstWhatWasCredited() {
    deposit(1, "1.23");
    server.post(BATCH, BODY, "Prefer", "wait=30");

    Server.Answer answer = server.get(BATCH + "/b-1/report");

    assertThat(answer.data().get("conserved").asBoolean()).isTrue();
    assertThat(answer.data().get("left").asLong()).isZero();
    assertThat(answer.text()).contains("\"taken\":1.23,\"credited\":1.23,\"inDoubt\":0.00,");
  }

  @Test
  void theNewestBatchesAreListed() {
    server.post(BATCH, BODY);

    JsonNode list = server.get(BATCH + "?limit=5").data();

    assertThat(list).hasSize(1);
    assertThat(list.get(0).get("batchPayId").asText()).isEqualTo("b-1");
  }

  @Test
  void anUnknownBatchIsNotFound() {
    for (String path : List.of("", "/items", "/report", "/events")) {
      Server.Answer answer = server.get(BATCH + "/none" + path);

      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.error()).as(path).isEqualTo("BATCH_NOT_FOUND");
    }
    assertThat(server.post(BATCH + "/none/resume", "").status()).isEqualTo(404);
  }

  @Test
  void anUnresolvedBatchCanBeResumed() {
    server.post(BATCH, BODY, "Prefer", "wait=30");

    Server.Answer answer = server.post(BATCH + "/b-1/resume", "");

    assertThat(answer.data().get("resumed").asLong()).isZero();
  }

  @Test
  @Timeout(60)
  void rejectedAccountsAreSweptOnceTheyAreResumed() {
    deposit(1, "12.34");
    server.thirdParty.script(
        payment -> new Fate(null, new PayAnswer.Rejected(400, "amount"), Duration.ZERO));
    server.post(BATCH, BODY, "Prefer", "wait=30");
    assertThat(server.get(BATCH + "/b-1").data().at("/counts/rejected").asInt()).isPositive();
    server.thirdParty.script(payment -> Fate.FAIR);

    Server.Answer answer = server.post(BATCH + "/b-1/resume?state=Rejected", "");

    assertThat(answer.data().get("resumed").asLong()).isPositive();
    while (server.get(BATCH + "/b-1").data().at("/counts/swept").asInt() == 0) {
      Thread.onSpinWait();
    }
    assertThat(server.get(BATCH + "/b-1").data().at("/swept").asText()).isEqualTo("12.34");
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "swept", "x", "un resolved"})
  void whatCannotBeResumedIsRefusedWithWhatCan(String state) {
    server.post(BATCH, BODY, "Prefer", "wait=30");

    Server.Answer answer =
        server.post(BATCH + "/b-1/resume?state=" + state.replace(" ", "%20"), "");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("state").contains("UNRESOLVED, MISSING, REJECTED");
  }

  @Test
  void aBatchIdMayHoldWhatAPathMustEscape() {
    server.post(BATCH, "{\"batchPayId\":\"2024/07?a=b&c%20d\",\"uids\":[1]}", "Prefer", "wait=30");

    Server.Answer answer = server.get(BATCH + "/2024%2F07%3Fa=b&c%2520d");

    assertThat(answer.data().get("batchPayId").asText()).isEqualTo("2024/07?a=b&c%20d");
  }

  @Test
  void theEventsTellTheProgressUntilTheEnd() throws Exception {
    for (long uid = 1; uid <= 3; uid++) {
      deposit(uid, "100000.00");
    }
    server.post(BATCH, BODY);

    List<String> lines = events("/onePass/batchPay/b-1/events");

    assertThat(lines).contains("event: finished");
    String last =
        lines.stream().filter(line -> line.startsWith("data: ")).reduce((a, b) -> b).get();
    assertThat(last).contains("\"phase\":\"FINISHED\"", "\"swept\":300000.00");
  }

  @Test
  void whoHasReadTheLastEventIsToldThatThereIsNoMore() throws Exception {
    server.post(BATCH, BODY, "Prefer", "wait=30");
    assertThat(events("/onePass/batchPay/b-1/events")).contains("id: end");

    assertThat(server.get(BATCH + "/b-1/events", "Last-Event-ID", "end").status()).isEqualTo(204);
    // One who has not is told.
    HttpRequest again =
        HttpRequest.newBuilder(server.uri(BATCH + "/b-1/events"))
            .header("Last-Event-ID", "1")
            .build();
    String read = HttpClient.newHttpClient().send(again, BodyHandlers.ofString()).body();
    assertThat(read).contains("event: finished");
  }

  @Test
  void everyUidThatIsAcceptedCanBePagedAndAskedFor() {
    long largest = Long.MAX_VALUE;
    deposit(1610521604143693812L, "5.00");
    deposit(largest, "7.00");
    String uids = "[1610521604143693812," + largest + "]";
    server.post(BATCH, "{\"batchPayId\":\"b-long\",\"uids\":" + uids + "}", "Prefer", "wait=30");

    Server.Answer first = server.get(BATCH + "/b-long/items?limit=1");
    String next = first.data().get("next").asText();
    Server.Answer second = server.get(BATCH + "/b-long/items?limit=1&after=" + next);

    assertThat(next).isEqualTo("1610521604143693812");
    assertThat(second.data().get("items").get(0).get("uid").asLong()).isEqualTo(largest);
    assertThat(server.get(BATCH + "/b-long/report?after=" + next).status()).isEqualTo(200);
    assertThat(server.get("/onePass/transfers?uid=" + largest).text()).contains("7.00");
    assertThat(server.get("/onePass/queryUserAmount?uids=" + largest).text()).contains("7.00");
  }

  @Test
  void theEventsOfAFinishedBatchAreOne() throws Exception {
    server.post(BATCH, BODY, "Prefer", "wait=30");

    assertThat(events("/onePass/batchPay/b-1/events"))
        .filteredOn(line -> line.startsWith("event:"))
        .containsExactly("event: finished");
  }

  @Test
  @Timeout(60)
  void aStopEndsTheStreamsAndTheWaiting() throws Exception {
    server.thirdParty.script(payment -> Fate.lostOnTheWay(PayAnswer.Cause.TIMEOUT));
    deposit(1, "1.00");
    server.post(BATCH, BODY);
    HttpRequest request = HttpRequest.newBuilder(server.uri(BATCH + "/b-1/events")).build();
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());

    server.close();

    // The last chunk may be cut off with the connection; what counts is that nobody waits on.
    try (InputStream stream = response.body()) {
      stream.readAllBytes();
    } catch (IOException cutOff) {
      assertThat(cutOff).hasMessageContaining("closed");
    }
  }

  @Test
  void aMillionAccountsAreAccepted() {
    String uids =
        LongStream.rangeClosed(1, 1_000_001)
            .mapToObj(Long::toString)
            .collect(Collectors.joining(","));

    Server.Answer tooMany = server.post(BATCH, "{\"batchPayId\":\"b\",\"uids\":[" + uids + "]}");
    Server.Answer aMillion =
        server.post(BATCH, "{\"batchPayId\":\"b\",\"uids\":[2," + uids.substring(2) + "]}");

    assertThat(tooMany.status()).isEqualTo(400);
    assertThat(aMillion.status()).isEqualTo(200);
    assertThat(server.get(BATCH + "/b").data().get("total").asLong()).isEqualTo(1_000_000);
  }

  private void deposit(long uid, String amount) {
    server.thirdParty.deposit(new Uid(uid), Money.of(amount));
  }

  private List<String> events(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(server.uri(path)).build();
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    try (var reader = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
      return reader.lines().toList();
    }
  }

  private static List<Long> uids(JsonNode items) {
    List<Long> uids = new ArrayList<>();
    items.forEach(item -> uids.add(item.get("uid").asLong()));
    return uids;
  }
}
