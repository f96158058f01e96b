// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Latency, capacity, throttling, slow accounts and order, over HTTP. */
class LoadBehaviourTest {

  private static final long UID = 1001;
  private static final Latency FOR_EVER = Latency.fixed(Latency.LONGEST);

  @ParameterizedTest
  @ValueSource(ints = {503, 504})
  void callsBeyondTheQueueAreRefusedAtOnceAndNotApplied(int overload) throws Exception {
    SimulatorOptions options =
        SimulatorOptions.defaults()
            .withLatency(FOR_EVER)
            .withPerAccountOrder(true)
            .withCapacity(new Capacity(1, 1, overload));
    try (ThirdPartySimulator simulator = start(options);
        RawCall served = RawCall.pay(simulator, "served", UID, "1");
        RawCall queued = RawCall.pay(simulator, "queued", UID, "1")) {
      await(() -> payments(simulator) == 2);

      HttpResponse<String> response = new Caller(simulator).payResponse("third", UID, "1");

      assertThat(response.statusCode()).isEqualTo(overload);
      assertThat(response.headers().firstValue("Retry-After").isPresent())
          .isEqualTo(overload == 503);
      assertThat(payments(simulator)).isEqualTo(2);
      assertThat(simulator.books().answers()).containsEntry("overloaded", 1L);
      assertThat(served.answersWithin(Duration.ofMillis(1))).isFalse();
      assertThat(queued.answersWithin(Duration.ofMillis(1))).isFalse();
    }
  }

  @Test
  void queuedCallsAreServedWhenAWorkerIsFree() throws Exception {
    SimulatorOptions options =
        SimulatorOptions.defaults()
            .withLatency(Latency.fixed(Duration.ofMillis(20)))
            .withCapacity(new Capacity(1, 100, 503));
    try (ThirdPartySimulator simulator = start(options)) {
      RawCall[] calls = new RawCall[10];
      for (int i = 0; i < calls.length; i++) {
        calls[i] = RawCall.pay(simulator, "t" + i, UID, "1");
      }

      for (RawCall call : calls) {
        assertThat(call.answersWithin(Duration.ofSeconds(30))).isTrue();
        call.close();
      }

      assertThat(payments(simulator)).isEqualTo(10);
    }
  }

  @Test
  void latencyPassesBeforeTheAnswer() throws Exception {
    Duration latency = Duration.ofMillis(100);
    SimulatorOptions options = SimulatorOptions.defaults().withLatency(Latency.fixed(latency));
    try (ThirdPartySimulator simulator = start(options)) {
      long start = System.nanoTime();

      assertThat(new Caller(simulator).pay("t", UID, "1")).isEqualTo(200);

      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(latency.toNanos());
    }
  }

  @Test
  void callsAboveTheRateAreThrottledAndNotApplied() throws Exception {
    SimulatorOptions options = SimulatorOptions.defaults().withThrottlePerSecond(1);
    try (ThirdPartySimulator simulator = start(options)) {
      Caller caller = new Caller(simulator);
      Map<Integer, Integer> statuses = new HashMap<>();

      for (int i = 0; i < 50; i++) {
        statuses.merge(caller.payResponse("t" + i, UID, "1").statusCode(), 1, Integer::sum);
      }

      assertThat(statuses).containsOnlyKeys(200, 429);
      assertThat(payments(simulator)).isEqualTo(statuses.get(200).longValue());
      assertThat(simulator.books().answers())
          .containsEntry("throttled", statuses.get(429).longValue());
    }
  }

  @Test
  void onlySlowAccountsAreSlow() throws Exception {
    SlowAccounts slow = new SlowAccounts(Set.of(UID), 0, Latency.LONGEST);
    try (ThirdPartySimulator simulator =
        start(SimulatorOptions.defaults().withSlowAccounts(slow))) {
      simulator.fund(1002, 100);

      try (RawCall call = RawCall.pay(simulator, "t1", UID, "1")) {
        assertThat(new Caller(simulator).pay("t2", 1002, "1")).isEqualTo(200);
        assertThat(call.answersWithin(Duration.ofMillis(100))).isFalse();
      }
    }
  }

  @Test
  void theSeedChoosesTheSlowFraction() throws Exception {
    SlowAccounts slow = new SlowAccounts(Set.of(), 1, Latency.LONGEST);
    try (ThirdPartySimulator simulator = start(SimulatorOptions.defaults().withSlowAccounts(slow));
        RawCall call = RawCall.pay(simulator, "t1", UID, "1")) {
      assertThat(call.answersWithin(Duration.ofMillis(100))).isFalse();
    }
  }

  @Test
  void withOrderAPaymentTakesEffectBeforeALaterOneOfTheAccount() throws Exception {
    SimulatorOptions options = SimulatorOptions.defaults().withPerAccountOrder(true);
    try (ThirdPartySimulator simulator = start(options.withFaults(slowForEver()));
        RawCall first = RawCall.pay(simulator, "first", UID, "100.00")) {
      await(() -> payments(simulator) == 1);
      simulator.order(Faults.none());

      assertThat(new Caller(simulator).pay("second", UID, "0.01")).isEqualTo(501);
      assertThat(first.answersWithin(Duration.ofMillis(1))).isFalse();
    }
  }

  @Test
  void withoutOrderALaterPaymentMayOvertake() throws Exception {
    try (ThirdPartySimulator simulator =
            start(SimulatorOptions.defaults().withFaults(slowForEver()));
        RawCall first = RawCall.pay(simulator, "first", UID, "100.00")) {
      assertThat(first.answersWithin(Duration.ofMillis(200))).isFalse();
      simulator.order(Faults.none());

      assertThat(new Caller(simulator).pay("second", UID, "100.00")).isEqualTo(200);
    }
  }

  private static Faults slowForEver() {
    return Faults.none().with(Fault.SLOW, 100).withSlowFor(Latency.LONGEST);
  }

  private static ThirdPartySimulator start(SimulatorOptions options) throws Exception {
    ThirdPartySimulator simulator = ThirdPartySimulator.start(options);
    simulator.fund(UID, 10_000);
    return simulator;
  }

  private static long payments(ThirdPartySimulator simulator) {
    return simulator.books().totals().payments();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 30 s in vain").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
