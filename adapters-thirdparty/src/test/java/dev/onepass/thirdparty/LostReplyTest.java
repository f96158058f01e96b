// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Settled;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.simulator.Faults;
import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.ThirdPartySimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Against the simulator with every fault at once: whoever asks with the same transaction id until
 * the answer is definite knows exactly what left the account.
 */
@Timeout(120)
class LostReplyTest {

  private static final int PAYMENTS = 1_500;
  private static final int CALLERS = 32;
  private static final long BALANCE = 1_000;
  private static final Faults FAULTS =
      Faults.parse(
          "504=4%,applied504=4%,drop=3%,dropApplied=3%,foreignId=3%,garbage=2%,"
              + "garbageApplied=2%,throttle=1%,swallow=0.3%,swallowApplied=0.3%");

  @Test
  void askedUntilDefiniteEveryPaymentCountsOnce() throws Exception {
    try (ThirdPartySimulator bank =
            ThirdPartySimulator.start(SimulatorOptions.defaults().withFaults(FAULTS));
        HttpPaymentGateway gateway = HttpPaymentGateway.open(config(bank))) {
      bank.fund(1001, BALANCE);

      ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
      List<Future<PayAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < PAYMENTS; i++) {
        Payment payment = new Payment("t-" + i, new Uid(1001), Money.ofCents(1));
        answers.add(callers.submit(() -> untilDefinite(gateway, payment)));
      }

      long settled = 0;
      for (Future<PayAnswer> answer : answers) {
        settled += answer.get() instanceof Settled ? 1 : 0;
      }
      callers.shutdown();
      assertThat(settled).isEqualTo(BALANCE);
      assertThat(bank.books().account(1001).orElseThrow().balanceCents()).isZero();
      assertThat(bank.books().faults()).hasSizeGreaterThan(5);
    }
  }

  private static PayAnswer untilDefinite(HttpPaymentGateway gateway, Payment payment) {
    while (true) {
      PayAnswer answer = gateway.pay(payment).toCompletableFuture().join();
      if (answer.isDefinite()) {
        return answer;
      }
    }
  }

  private static ThirdPartyConfig config(ThirdPartySimulator bank) {
    return ThirdPartyConfig.of(
            bank.payUri(), bank.batchPayBeginUri(), bank.batchPayFinishUri(), "id", "token")
        .withCallTimeout(Duration.ofSeconds(2));
  }
}
