// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onepass.simulator.bank.AccountBook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route but pay. */
class RoutesTest {

  private ThirdPartySimulator simulator;
  private Caller caller;

  @BeforeEach
  void start() throws Exception {
    simulator = ThirdPartySimulator.start(SimulatorOptions.defaults());
    caller = new Caller(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void beginIsAnsweredAndRemembered() throws Exception {
    String body = "{\"batchPayId\": \"b1\", \"uids\": [1001, 1002], \"more\": {}}";

    assertThat(code(simulator.batchPayBeginUri(), body)).isEqualTo(200);
    assertThat(code(simulator.batchPayBeginUri(), body)).isEqualTo(200);

    assertThat(simulator.books().batchesBegun()).containsExactly("b1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"batchPayId\":\"b\"}",
        "{\"uids\":[1]}",
        "{\"batchPayId\":\"\",\"uids\":[1]}",
        "{\"batchPayId\":\"b\",\"uids\":[\"1\"]}",
        "{\"batchPayId\":\"b\",\"uids\":[0]}",
        "{\"batchPayId\":\"b\",\"uids\":[1"
      })
  void aMalformedBeginIsRejected(String body) throws Exception {
    assertThat(code(simulator.batchPayBeginUri(), body)).isEqualTo(400);
    assertThat(simulator.books().batchesBegun()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "?batchPayId=b%201 | ``",
        "?batchPayId=b%201 | {\"batchPayId\": \"b 1\"}",
        "``                | {\"batchPayId\": \"b 1\"}",
        "``                | batchPayId=b+1",
        "``                | x=y&batchPayId=b%201",
        "``                | b 1",
        "``                | \"b 1\"",
        "?x=y              | b 1",
      })
  void finishTakesTheIdInAnyStyle(String query, String body) throws Exception {
    URI uri = URI.create(simulator.batchPayFinishUri() + query);

    assertThat(code(uri, body)).isEqualTo(200);

    assertThat(simulator.books().batchesFinished()).containsExactly("b 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                | ``",
        "``                | {}",
        "``                | {\"batchPayId\": 1}",
        "``                | batchPayId=",
        "?batchPayId=      | ``",
        "?batchPayId=b1    | {\"batchPayId\": \"b2\"}",
        "?batchPayId=b1    | b2",
      })
  void aFinishWithoutOneIdIsRejected(String query, String body) throws Exception {
    URI uri = URI.create(simulator.batchPayFinishUri() + query);

    assertThat(code(uri, body)).isEqualTo(400);

    assertThat(simulator.books().batchesFinished()).isEmpty();
  }

  @Test
  void initAccountSetsBalances() throws Exception {
    simulator.fund(1001, 5);

    int code = init("[{\"uid\": 1001, \"amount\": 14.48}, {\"uid\": 1002, \"amount\": 0}]");

    assertThat(code).isEqualTo(200);
    assertThat(simulator.books().account(1001)).hasValue(new AccountBook(1001, 1_448, 0, 0));
    assertThat(simulator.books().account(1002)).hasValue(new AccountBook(1002, 0, 0, 0));
    assertThat(simulator.books().totals().fundedCents()).isEqualTo(1_448);
    assertThat(simulator.books().totals().conserved()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1]",
        "[{\"uid\":7}]",
        "[{\"amount\":1}]",
        "[{\"uid\":7,\"amount\":-0.01}]",
        "[{\"uid\":7,\"amount\":0.001}]",
        "[{\"uid\":7,\"amount\":\"1\"}]",
        "[{\"uid\":7,\"amount\":10000000000000}]",
        "[{\"uid\":7,\"amount\":1},{\"uid\":0}]"
      })
  void aMalformedInitAccountSetsNothing(String body) throws Exception {
    assertThat(init(body)).isEqualTo(400);
    assertThat(simulator.books().totals().accounts()).isZero();
  }

  @Test
  void theBooksTellTheTotals() throws Exception {
    simulator.fund(1001, 10_050);
    caller.pay("t1", 1001, "0.50");
    caller.pay("t1", 1001, "0.50");
    caller.pay("t2", 1001, "1000");
    simulator.order(Faults.parse("504=100%"));
    caller.payResponse("t3", 1001, "1");

    String body = caller.get("/thirdpart/onePass/books").body();

    assertThat(body)
        .contains("\"funded\":100.50,\"remaining\":100.00,\"settled\":0.50,\"conserved\":true")
        .contains("\"accounts\":1,\"payments\":1,\"rememberedIds\":2")
        .contains("\"calls\":4,\"answers\":{\"settled\":1,\"repeated\":1,\"insufficient\":1")
        .contains("\"faults\":{\"504\":1,\"applied504\":0");
  }

  @Test
  void theBooksTellOneAccount() throws Exception {
    simulator.fund(1001, 10_050);
    caller.pay("t1", 1001, "0.50");

    String body = caller.get("/thirdpart/onePass/books?uid=1001").body();

    assertThat(body).endsWith("{\"uid\":1001,\"balance\":100.00,\"settled\":0.50,\"payments\":1}}");
    assertThat(Caller.json(caller.get("/thirdpart/onePass/books?uid=7")).path("code").intValue())
        .isEqualTo(404);
  }

  @Test
  void thePagesTellEveryAccountOnceInOrder() throws Exception {
    for (long uid = 1; uid <= 250; uid++) {
      simulator.fund(uid * uid, uid);
    }
    List<Long> told = new ArrayList<>();
    long after = 0;

    while (true) {
      JsonNode page =
          Caller.json(caller.get("/thirdpart/onePass/books?after=" + after + "&limit=60"))
              .path("data")
              .path("accounts");
      if (page.isEmpty()) {
        break;
      }
      page.forEach(account -> told.add(account.path("uid").longValue()));
      after = told.get(told.size() - 1);
    }

    assertThat(told).hasSize(250).isSorted().endsWith(250L * 250);
  }

  @ParameterizedTest
  @ValueSource(strings = {"uid=x", "uid=-1", "limit=10001", "limit=", "after=9223372036854775808"})
  void wrongQuestionsToTheBooksAreRejected(String query) throws Exception {
    JsonNode answer = Caller.json(caller.get("/thirdpart/onePass/books?" + query));

    assertThat(answer.path("code").intValue()).isEqualTo(400);
  }

  @Test
  void faultsAreOrderedAndTold() throws Exception {
    URI uri = simulator.baseUri().resolve("/thirdpart/onePass/faults");

    JsonNode ordered = Caller.json(caller.post(uri, "504=2%,failBegin=3\n"));
    JsonNode wrong = Caller.json(caller.post(uri, "503=2%"));
    JsonNode told = Caller.json(caller.get(uri.getPath()));

    assertThat(ordered.path("data").path("faults").textValue()).isEqualTo("504=2%,failBegin=3");
    assertThat(wrong.path("code").intValue()).isEqualTo(400);
    assertThat(wrong.path("msg").textValue()).startsWith("'503' is no fault");
    assertThat(told).isNotNull();
    assertThat(told.path("data").path("faults").textValue()).isEqualTo("504=2%,failBegin=3");
    assertThat(simulator.faults()).isEqualTo(Faults.parse("504=2%,failBegin=3"));
  }

  @Test
  void healthIsHealthy() throws Exception {
    JsonNode health = Caller.json(caller.get("/health"));

    assertThat(health.path("status").textValue()).isEqualTo("healthy");
    assertThat(health.path("service").textValue()).isEqualTo("third-party-simulator");
  }

  @Test
  void otherCredentialsThanExpectedAre401() throws Exception {
    SimulatorOptions options =
        SimulatorOptions.defaults().withCredentials(new Credentials("40008", "other"));
    try (ThirdPartySimulator guarded = ThirdPartySimulator.start(options)) {
      guarded.fund(1001, 100);
      Caller stranger = new Caller(guarded);

      assertThat(stranger.pay("t", 1001, "1")).isEqualTo(401);
      assertThat(
              Caller.json(stranger.post(guarded.batchPayFinishUri(), "b")).path("code").intValue())
          .isEqualTo(401);
      assertThat(
              Caller.json(
                      stranger.send(
                          stranger
                              .request(guarded.payUri())
                              .setHeader("X-KSY-TOKEN", "other")
                              .POST(BodyPublishers.ofString(Caller.payBody("t", 1001, "1")))
                              .build()))
                  .path("code")
                  .intValue())
          .isEqualTo(200);
      assertThat(guarded.books().answers()).containsEntry("unauthenticated", 1L);
      assertThat(options.toString()).doesNotContain("other");
    }
  }

  @Test
  void aTakenPortIsAnErrorThatNamesIt() {
    int taken = simulator.baseUri().getPort();

    assertThatThrownBy(() -> ThirdPartySimulator.start(SimulatorOptions.defaults().withPort(taken)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + taken);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    SimulatorOptions defaults = SimulatorOptions.defaults();

    assertThatIllegalArgumentException().isThrownBy(() -> defaults.withPort(65_536));
    assertThatIllegalArgumentException().isThrownBy(() -> defaults.withMaxPayCents(0));
    assertThatIllegalArgumentException().isThrownBy(() -> defaults.withThrottlePerSecond(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Capacity(1, 1, 500));
  }

  private int init(String body) throws Exception {
    return code(simulator.baseUri().resolve("/thirdpart/onePass/initAccount"), body);
  }

  private int code(URI uri, String body) throws Exception {
    return Caller.json(caller.post(uri, body)).path("code").intValue();
  }
}
