// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedTest {

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final Repeated failures = new Repeated(time);

  @Test
  void theFirstIsToldAndThenTheIntervalsDouble() {
    List<Long> toldAtSecond = new ArrayList<>();
    for (long second = 0; second < 40; second++) {
      if (failures.isToBeTold()) {
        toldAtSecond.add(second);
      }
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(toldAtSecond).containsExactly(0L, 1L, 3L, 7L, 15L, 31L);
    assertThat(failures.count()).isEqualTo(40);
  }

  @Test
  void aSuccessEndsTheRow() {
    assertThat(failures.ended()).isFalse();
    assertThat(failures.isToBeTold()).isTrue();
    failures.isToBeTold();
    assertThat(failures.count()).isEqualTo(2);
    assertThat(failures.ended()).isTrue();
    assertThat(failures.count()).isZero();
    assertThat(failures.ended()).isFalse();
  }

  @Test
  void whatFailsNowAndThenIsToldNowAndThen() {
    int told = 0;
    for (int i = 0; i < 6_000; i++) {
      told += failures.isToBeTold() ? 1 : 0;
      failures.ended();
      time.advance(Duration.ofMillis(100));
    }
    assertThat(told).isBetween(5, 12);
  }

  @Test
  void whatWasWellForLongIsToldAtOnce() {
    failures.isToBeTold();
    failures.ended();
    time.advance(Duration.ofSeconds(2));
    assertThat(failures.isToBeTold()).isTrue();
  }
}
