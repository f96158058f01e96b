// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onepass.simulator.Capacity;
import dev.onepass.simulator.Latency;
import dev.onepass.simulator.SlowAccounts;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulateOptionTextTest {

  @Test
  void latencyIsFixedOrLognormal() {
    assertThat(SimulateOptionText.latency("20ms")).isEqualTo(Latency.fixed(Duration.ofMillis(20)));
    assertThat(SimulateOptionText.latency("2s~0.5"))
        .isEqualTo(Latency.lognormal(Duration.ofSeconds(2), 0.5));
  }

  @Test
  void capacityHasNoQueueAndAnswers503UnlessTold() {
    assertThat(SimulateOptionText.capacity("40")).isEqualTo(new Capacity(40, 0, 503));
    assertThat(SimulateOptionText.capacity("40:80")).isEqualTo(new Capacity(40, 80, 503));
    assertThat(SimulateOptionText.capacity("40:80:504")).isEqualTo(new Capacity(40, 80, 504));
  }

  @Test
  void slowAccountsAreAShareAndATime() {
    assertThat(SimulateOptionText.slowAccounts("2.5%:2s"))
        .isEqualTo(new SlowAccounts(Set.of(), 0.025, Duration.ofSeconds(2)));
  }

  @Test
  void aWrongTextIsRefusedWithARightOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimulateOptionText.latency("20"))
        .withMessageContaining("20ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimulateOptionText.capacity("40,80"))
        .withMessageContaining("40:80");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimulateOptionText.slowAccounts("2:2s"))
        .withMessageContaining("2%:2s");
  }
}
