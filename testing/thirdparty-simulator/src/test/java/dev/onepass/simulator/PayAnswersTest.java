// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pay answers when nothing goes wrong. */
class PayAnswersTest {

  private ThirdPartySimulator simulator;
  private Caller caller;

  @BeforeEach
  void start() throws Exception {
    simulator = ThirdPartySimulator.start(SimulatorOptions.defaults());
    simulator.fund(Map.of(1001L, 10_000L, 1002L, 5L));
    caller = new Caller(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void aPaymentTheAccountHoldsSettles() throws Exception {
    HttpRequest request =
        caller
            .request(simulator.payUri())
            .setHeader("X-KSY-REQUEST-ID", "mine-\"1\"")
            .POST(BodyPublishers.ofString(Caller.payBody("t1", 1001, "14.5")))
            .build();

    HttpResponse<String> response = caller.send(request);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.body())
        .isEqualTo(
            "{\"code\":200,\"msg\":\"ok\",\"requestId\":\"mine-\\\"1\\\"\","
                + "\"data\":{\"transactionId\":\"t1\",\"uid\":1001,\"amount\":14.50}}");
    assertThat(balance(1001)).isEqualTo(8_550);
  }

  @Test
  void aSettledPaymentAnswersTheSameForEverAndMovesNothingTwice() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(caller.pay("t1", 1001, "60.00")).isEqualTo(200);
    }

    assertThat(balance(1001)).isEqualTo(4_000);
    assertThat(simulator.books().answers()).containsEntry("settled", 1L);
    assertThat(simulator.books().answers()).containsEntry("repeated", 4L);
  }

  @Test
  void insufficientMovesNothingAndIsJudgedAnew() throws Exception {
    assertThat(caller.pay("t1", 1002, "0.06")).isEqualTo(501);
    assertThat(balance(1002)).isEqualTo(5);

    simulator.fund(1002, 1);

    assertThat(caller.pay("t1", 1002, "0.06")).isEqualTo(200);
    assertThat(balance(1002)).isZero();
  }

  @Test
  void anUnknownAccountIs404() throws Exception {
    assertThat(caller.pay("t1", 77, "1")).isEqualTo(404);
    assertThat(simulator.books().answers()).containsEntry("unknownAccount", 1L);
  }

  @Test
  void anIdUsedForAnotherUidOrAmountIsRefused() throws Exception {
    caller.pay("settled", 1001, "1.00");
    caller.pay("insufficient", 1002, "1.00");

    assertThat(caller.pay("settled", 1002, "1.00")).isEqualTo(409);
    assertThat(caller.pay("settled", 1001, "1.01")).isEqualTo(409);
    assertThat(caller.pay("insufficient", 1002, "0.01")).isEqualTo(409);
    assertThat(caller.pay("settled", 1001, "1.0")).isEqualTo(200);
    assertThat(simulator.books().totals().settledCents()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.01", "1E+2", "100.000", "1.10", "1e-2", "10000.00", "1E4"})
  void amountsAreReadByValue(String amount) throws Exception {
    simulator.fund(1001, 1_000_000);
    long before = balance(1001);

    assertThat(caller.pay("t1", 1001, amount)).isEqualTo(200);

    long cents = new BigDecimal(amount).movePointRight(2).longValueExact();
    assertThat(balance(1001)).isEqualTo(before - cents);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", "0.00", "-1", "0.001", "1.005", "10000.01", "1E+999999999", "1E-999999999", "NaN",
        "\"1.00\"", "null", "true", "[1]", "{}", "01", "1.", "+1", "0x10",
        "9999999999999999999999999999", "0.1000000000000000000001"
      })
  void wrongAmountsAreRejectedInAnEnvelope(String amount) throws Exception {
    HttpResponse<String> response = caller.payResponse("t1", 1001, amount);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Caller.json(response).path("code").intValue()).isEqualTo(400);
    assertThat(balance(1001)).isEqualTo(10_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "{",
        "[]",
        "null",
        "{}",
        "{\"transactionId\":\"t\",\"uid\":1001}",
        "{\"transactionId\":\"t\",\"amount\":1}",
        "{\"uid\":1001,\"amount\":1}",
        "{\"transactionId\":\"\",\"uid\":1001,\"amount\":1}",
        "{\"transactionId\":7,\"uid\":1001,\"amount\":1}",
        "{\"transactionId\":\"t\",\"uid\":\"1001\",\"amount\":1}",
        "{\"transactionId\":\"t\",\"uid\":1001.0,\"amount\":1}",
        "{\"transactionId\":\"t\",\"uid\":0,\"amount\":1}",
        "{\"transactionId\":\"t\",\"uid\":-1001,\"amount\":1}",
        "{\"transactionId\":\"t\",\"uid\":99999999999999999999,\"amount\":1}",
        "{\"transactionId\":\"t\",\"uid\":1001,\"amount\":1,\"amount\":2}",
        "{\"transactionId\":\"t\",\"uid\":1001,\"amount\":1}{}",
        "{\"transactionId\":\"t\",\"uid\":1001,\"amount\":1"
      })
  void malformedRequestsAreRejectedInAnEnvelope(String body) throws Exception {
    HttpResponse<String> response = caller.post(simulator.payUri(), body);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Caller.json(response).path("code").intValue()).isEqualTo(400);
    assertThat(balance(1001)).isEqualTo(10_000);
    assertThat(simulator.books().answers()).containsEntry("rejected", 1L);
  }

  @Test
  void otherFieldsAreIgnored() throws Exception {
    String body = "{\"x\":{\"uid\":[1]},\"amount\":1,\"uid\":1001,\"transactionId\":\"t\"}";

    JsonNode answer = Caller.json(caller.post(simulator.payUri(), body));

    assertThat(answer.path("code").intValue()).isEqualTo(200);
  }

  @Test
  void anOverlongTransactionIdIsRejected() throws Exception {
    assertThat(caller.pay("t".repeat(128), 1001, "1")).isEqualTo(200);
    assertThat(caller.pay("t".repeat(129), 1001, "1")).isEqualTo(400);
  }

  @Test
  void anOverlongBodyIsHttp413() throws Exception {
    assertThat(caller.post(simulator.payUri(), " ".repeat(70_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void aCallWithoutRequestIdGetsOne() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(simulator.payUri())
            .POST(BodyPublishers.ofString(Caller.payBody("t", 1001, "1")))
            .build();

    assertThat(Caller.json(caller.send(request)).path("requestId").textValue()).hasSize(36);
  }

  @Test
  void anUnknownRouteIsHttp404() throws Exception {
    assertThat(caller.get("/thirdpart/onePass/pay").statusCode()).isEqualTo(404);
    assertThat(caller.get("/").statusCode()).isEqualTo(404);
  }

  private long balance(long uid) {
    return simulator.books().account(uid).orElseThrow().balanceCents();
  }
}
