// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many clients, every fault, every payment asked for by three of them at once: no cent is lost and
 * none moves twice, and whoever asks until the answer is definite learns the truth.
 */
class ConservationTest {

  private static final int THREADS = 8;
  private static final int ACCOUNTS = 5;
  private static final int PAYMENTS = 250;

  private record Payment(String id, long uid, long cents) {}

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void holdsUnderEveryFaultAtOnce(long seed) throws Exception {
    Random random = new Random(seed);
    try (ThirdPartySimulator simulator = ThirdPartySimulator.start(options(seed, random))) {
      for (long uid = 1; uid <= ACCOUNTS; uid++) {
        simulator.fund(uid, random.nextInt(500_000));
      }
      Set<Payment> settled = ConcurrentHashMap.newKeySet();

      hammer(simulator, payments(random), settled);

      assertThat(simulator.books().totals().conserved()).isTrue();
      assertThat(simulator.books().totals().payments()).isEqualTo(settled.size());
      for (long uid = 1; uid <= ACCOUNTS; uid++) {
        long account = uid;
        assertThat(simulator.books().account(uid).orElseThrow().settledCents())
            .as("uid %d", uid)
            .isEqualTo(
                settled.stream().filter(p -> p.uid == account).mapToLong(Payment::cents).sum());
      }
      assertThat(simulator.books().faults()).allSatisfy((key, count) -> assertMet(key, count));
    }
  }

  private static void assertMet(String key, long count) {
    if (!key.equals(Fault.SLOW.key())) {
      assertThat(count).as("this many met %s", key).isPositive();
    }
  }

  private static SimulatorOptions options(long seed, Random random) {
    Faults faults =
        Faults.none().withSlowFor(Duration.ofMillis(5)).withSwallowFor(Duration.ofMillis(5));
    for (Fault fault : Fault.values()) {
      faults = faults.with(fault, 4);
    }
    return SimulatorOptions.defaults()
        .withSeed(seed)
        .withLatency(Latency.lognormal(Duration.ofNanos(random.nextInt(2_000_000)), 0.5))
        .withCapacity(new Capacity(3, 2, random.nextBoolean() ? 503 : 504))
        .withPerAccountOrder(random.nextBoolean())
        .withFaults(faults);
  }

  /** Each payment three times, in an order that lets the three meet. */
  private static List<Payment> payments(Random random) {
    List<Payment> payments = new ArrayList<>();
    for (int i = 0; i < PAYMENTS; i++) {
      Payment payment =
          new Payment("t" + i, 1 + random.nextInt(ACCOUNTS), 1 + random.nextInt(20_000));
      payments.addAll(Collections.nCopies(3, payment));
    }
    return payments;
  }

  private static void hammer(
      ThirdPartySimulator simulator, List<Payment> payments, Set<Payment> settled)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Caller caller = new Caller(simulator);
      List<Future<?>> results = new ArrayList<>();
      for (Payment payment : payments) {
        results.add(
            threads.submit(
                () -> {
                  if (isSettled(caller, payment)) {
                    settled.add(payment);
                  }
                  assertThat(simulator.books().totals().conserved()).isTrue();
                  if (payment.cents % 10 == 0) {
                    simulator.fund(payment.uid, payment.cents);
                  }
                  return null;
                }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Asks until the answer is definite. */
  private static boolean isSettled(Caller caller, Payment payment) throws Exception {
    while (true) {
      try {
        var response =
            caller.payResponse(
                payment.id, payment.uid, Cents.decimal(payment.cents).toPlainString());
        int code = response.statusCode() == 200 ? codeOf(response) : 0;
        if (code == 200 || code == 501) {
          return code == 200;
        }
        assertThat(code).isZero();
      } catch (IOException inDoubt) {
        // Dropped or garbage: asked again with the same id.
      }
    }
  }

  private static int codeOf(HttpResponse<String> response) throws IOException {
    var answer = Caller.json(response);
    String sent = response.request().headers().firstValue("X-KSY-REQUEST-ID").orElseThrow();
    return answer.path("requestId").textValue().equals(sent) ? answer.path("code").intValue() : 0;
  }
}
