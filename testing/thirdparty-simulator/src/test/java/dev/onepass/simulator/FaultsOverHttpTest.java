// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault, ordered for every call, as a client sees it and as the books do. */
class FaultsOverHttpTest {

  private static final long UID = 1001;

  private ThirdPartySimulator simulator;
  private Caller caller;

  @BeforeEach
  void start() throws Exception {
    simulator = ThirdPartySimulator.start(SimulatorOptions.defaults());
    simulator.fund(UID, 10_000);
    caller = new Caller(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"GATEWAY_TIMEOUT", "APPLIED_GATEWAY_TIMEOUT"})
  void gatewayTimeoutsAreHttp504(Fault fault) throws Exception {
    order(fault);

    assertThat(caller.payResponse("t", UID, "1.00").statusCode()).isEqualTo(504);

    assertMet(fault);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"DROP", "APPLIED_DROP"})
  void dropsCloseTheConnectionWithoutAByte(Fault fault) throws Exception {
    order(fault);

    try (RawCall call = RawCall.pay(simulator, "t", UID, "1.00")) {
      assertThat(call.bytesUntilTheEnd()).isEmpty();
    }

    assertMet(fault);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"SWALLOW", "APPLIED_SWALLOW"})
  void swallowedCallsEndWithoutAByteAfterTheirTime(Fault fault) throws Exception {
    Duration swallowFor = Duration.ofMillis(300);
    simulator.order(Faults.none().with(fault, 100).withSwallowFor(swallowFor));
    long start = System.nanoTime();

    try (RawCall call = RawCall.pay(simulator, "t", UID, "1.00")) {
      assertThat(call.bytesUntilTheEnd()).isEmpty();
    }

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(swallowFor.toNanos());
    assertMet(fault);
  }

  @Test
  void aSwallowedCallStillHoldsItsConnectionWhenTheClientGivesUp() throws Exception {
    order(Fault.APPLIED_SWALLOW);

    try (RawCall call = RawCall.pay(simulator, "t", UID, "1.00")) {
      assertThat(call.answersWithin(Duration.ofMillis(200))).isFalse();
    }

    assertThat(settledCents()).isEqualTo(100);
  }

  @Test
  void foreignAnswersBearAnotherRequestId() throws Exception {
    order(Fault.FOREIGN_REQUEST_ID);

    HttpResponse<String> response = caller.payResponse("t", UID, "1.00");

    JsonNode answer = Caller.json(response);
    String sent = response.request().headers().firstValue("X-KSY-REQUEST-ID").orElseThrow();
    assertThat(answer.path("code").intValue()).isEqualTo(200);
    assertThat(answer.path("requestId").textValue()).hasSize(36).isNotEqualTo(sent);
    assertMet(Fault.FOREIGN_REQUEST_ID);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"GARBAGE", "APPLIED_GARBAGE"})
  void garbageIsHttp200ThatNobodyCanParse(Fault fault) throws Exception {
    order(fault);

    HttpResponse<String> response = caller.payResponse("t", UID, "1.00");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> Caller.json(response)).isInstanceOf(JsonProcessingException.class);
    assertMet(fault);
  }

  @Test
  void throttledCallsAreHttp429WithRetryAfter() throws Exception {
    order(Fault.THROTTLE);

    HttpResponse<String> response = caller.payResponse("t", UID, "1.00");

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
    assertMet(Fault.THROTTLE);
  }

  @Test
  void slowAnswersAreRightAndLate() throws Exception {
    Duration slowFor = Duration.ofMillis(200);
    simulator.order(Faults.none().with(Fault.SLOW, 100).withSlowFor(slowFor));
    long start = System.nanoTime();

    assertThat(caller.pay("t", UID, "1.00")).isEqualTo(200);

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(slowFor.toNanos());
    assertThat(settledCents()).isEqualTo(100);
    assertThat(simulator.books().answers()).containsEntry("settled", 1L);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void askingAgainAfterwardsSettlesOnce(Fault fault) throws Exception {
    simulator.order(
        Faults.none()
            .with(fault, 100)
            .withSlowFor(Duration.ofMillis(1))
            .withSwallowFor(Duration.ofMillis(1)));
    try {
      caller.payResponse("t", UID, "1.00");
    } catch (IOException e) {
      assertThat(fault.key()).containsAnyOf("drop", "swallow");
    }

    simulator.order(Faults.none());

    assertThat(caller.pay("t", UID, "1.00")).isEqualTo(200);
    assertThat(settledCents()).isEqualTo(100);
    assertThat(simulator.books().answers())
        .containsEntry(fault.applied() ? "repeated" : "settled", 1L);
  }

  @Test
  void anOutageAnswersNothingButHealthAndBooks() throws Exception {
    simulator.order(Faults.none().withOutage(Outage.GATEWAY_TIMEOUT));

    assertThat(caller.payResponse("t", UID, "1.00").statusCode()).isEqualTo(504);
    assertThat(caller.post(simulator.batchPayBeginUri(), "{}").statusCode()).isEqualTo(504);
    assertThat(caller.post(simulator.batchPayFinishUri(), "b").statusCode()).isEqualTo(504);
    assertThat(caller.get("/health").statusCode()).isEqualTo(200);

    simulator.order(Faults.none());

    assertThat(caller.pay("t", UID, "1.00")).isEqualTo(200);
    assertThat(simulator.books().answers()).containsEntry("outage", 1L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Outage.class,
      names = {"DROP", "SWALLOW"})
  void silentOutagesApplyNothing(Outage outage) throws Exception {
    simulator.order(Faults.none().withOutage(outage).withSwallowFor(Duration.ofMillis(50)));

    try (RawCall call = RawCall.pay(simulator, "t", UID, "1.00")) {
      assertThat(call.bytesUntilTheEnd()).isEmpty();
    }

    assertThat(settledCents()).isZero();
  }

  @Test
  void beginAndFinishFailAsOftenAsOrdered() throws Exception {
    simulator.order(Faults.none().withBeginFailures(2).withFinishFailures(1));
    List<Integer> begins = new ArrayList<>();
    List<Integer> finishes = new ArrayList<>();

    for (int i = 0; i < 3; i++) {
      begins.add(
          caller
              .post(simulator.batchPayBeginUri(), "{\"batchPayId\":\"b\",\"uids\":[1]}")
              .statusCode());
      finishes.add(caller.post(simulator.batchPayFinishUri(), "b").statusCode());
    }

    assertThat(begins).containsExactly(504, 504, 200);
    assertThat(finishes).containsExactly(504, 200, 200);
  }

  @Test
  void theSeedDecidesTheFateOfEachCall() throws Exception {
    Faults half = Faults.none().with(Fault.GATEWAY_TIMEOUT, 50);

    List<Integer> first = statuses(7, half);

    assertThat(first).contains(200, 504);
    assertThat(statuses(7, half)).isEqualTo(first);
    assertThat(statuses(8, half)).isNotEqualTo(first);
  }

  private static List<Integer> statuses(long seed, Faults faults) throws Exception {
    SimulatorOptions options = SimulatorOptions.defaults().withSeed(seed).withFaults(faults);
    try (ThirdPartySimulator seeded = ThirdPartySimulator.start(options)) {
      seeded.fund(UID, 10_000);
      Caller caller = new Caller(seeded);
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        statuses.add(caller.payResponse("t" + i, UID, "0.01").statusCode());
      }
      return statuses;
    }
  }

  private void order(Fault fault) {
    simulator.order(Faults.none().with(fault, 100));
  }

  private void assertMet(Fault fault) {
    assertThat(simulator.books().faults()).containsEntry(fault.key(), 1L);
    assertThat(settledCents()).isEqualTo(fault.applied() ? 100 : 0);
    assertThat(simulator.books().totals().conserved()).isTrue();
  }

  private long settledCents() {
    return simulator.books().account(UID).orElseThrow().settledCents();
  }
}
