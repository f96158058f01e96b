// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import dev.onepass.ports.thirdparty.PayAnswer.InDoubt;
import dev.onepass.ports.thirdparty.PayAnswer.Insufficient;
import dev.onepass.ports.thirdparty.PayAnswer.Settled;
import dev.onepass.ports.thirdparty.PayAnswer.Throttled;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PayCircuitTest {

  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final PayCircuit circuit = new PayCircuit("http://bank/pay", FOR_EVER);

  private void hear(PayAnswer answer, int times) {
    for (int i = 0; i < times; i++) {
      circuit.hear(answer);
    }
  }

  private static InDoubt doubt(Cause cause) {
    return new InDoubt(cause, "");
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVER_ERROR", "TIMEOUT", "CONNECTION"})
  void aServiceThatIsDownIsNotAsked(Cause cause) {
    hear(doubt(cause), 19);
    assertThat(circuit.admits()).isTrue();

    circuit.hear(doubt(cause));

    assertThat(circuit.admits()).isFalse();
  }

  @Test
  void answersOfAServiceThatIsUpNeverStopIt() {
    hear(new Insufficient(), 500);
    hear(new Throttled(Duration.ZERO), 500);
    hear(doubt(Cause.UNREADABLE), 500);

    assertThat(circuit.admits()).isTrue();
  }

  @Test
  void aServiceThatMostlyFailsIsStillAsked() {
    for (int i = 0; i < 100; i++) {
      hear(doubt(Cause.SERVER_ERROR), 8);
      hear(new Settled(), 2);
    }

    assertThat(circuit.admits()).isTrue();
  }

  @Test
  void aFewProbesFindOutThatItIsBack() {
    PayCircuit impatient = new PayCircuit("http://bank/pay", Duration.ZERO);
    for (int i = 0; i < 20; i++) {
      impatient.hear(doubt(Cause.CONNECTION));
    }

    assertThat(impatient.admits()).isTrue();
    assertThat(impatient.admits()).isTrue();
    assertThat(impatient.admits()).isTrue();
    assertThat(impatient.admits()).isFalse();
    impatient.hear(new Settled());

    assertThat(impatient.admits()).isTrue();
  }
}
