// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.Payment;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TraceparentTest {

  private static final String VALID = "00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-00";

  @Test
  void theTriesOfAPaymentAreInOneTraceThatItsTransactionIdNames() throws IOException {
    Payment payment =
        new Payment("0f8fad5b-d9cb-869f-a165-70867728950e", new Uid(1), Money.of("1.00"));
    try (ScriptedServer server = ScriptedServer.settling();
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      for (int i = 0; i < 2; i++) {
        gateway.pay(payment).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
      }

      List<String> sent = server.received.stream().map(call -> call.header("traceparent")).toList();
      assertThat(sent).hasSize(2).doesNotHaveDuplicates();
      assertThat(sent)
          .allSatisfy(
              header -> {
                assertThat(header).matches(VALID);
                assertThat(header).startsWith("00-0f8fad5bd9cb869fa16570867728950e-");
              });
    }
  }

  @Test
  void theBeginAndTheFinishOfABatchAreInOneTrace() throws IOException {
    try (ScriptedServer server = ScriptedServer.settling();
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      BatchId batch = new BatchId("b-1");
      gateway.begin(batch, List.of(new Uid(1))).toCompletableFuture().join();
      gateway.finish(batch).toCompletableFuture().join();

      List<String> sent = server.received.stream().map(call -> call.header("traceparent")).toList();
      assertThat(sent).hasSize(2).allMatch(header -> header.matches(VALID));
      assertThat(sent.get(0).substring(0, 36)).isEqualTo(sent.get(1).substring(0, 36));
    }
  }

  @Test
  void itIsValidWhateverTheIdAndTheDice() {
    RandomGenerator zeros = () -> 0;
    for (String subject :
        List.of("b", "é", "0".repeat(32), "00000000-0000-0000-0000-000000000000", "F".repeat(32))) {
      assertThat(Traceparent.of(subject, zeros)).matches(VALID);
      assertThat(Traceparent.of(subject, new Random(7))).matches(VALID);
    }
  }
}
