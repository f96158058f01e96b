// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void eachPauseIsTwiceTheOneBeforeUpToTheLongest() {
    Backoff backoff = Backoff.ofMillis(100, 750);
    assertThat(LongStream.of(1, 2, 3, 4, 5).mapToObj(backoff::after).map(Duration::toMillis))
        .containsExactly(100L, 200L, 400L, 750L, 750L);
  }

  @Test
  void noNumberOfFailuresIsTooLarge() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofDays(300));
    assertThat(backoff.after(Long.MAX_VALUE)).isEqualTo(Duration.ofDays(300));
    assertThat(backoff.after(0)).isEqualTo(Duration.ofSeconds(1));
  }
}
