// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onepass.ports.rate.RateLimit;
import dev.onepass.testkit.contract.RateLimitContract;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InMemoryRateLimitTest extends RateLimitContract {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final RateLimit limit = new InMemoryRateLimit(REQUESTS, WINDOW, time);

  @Override
  protected RateLimit limit() {
    return limit;
  }

  @Override
  protected RateLimit anotherNode() {
    return limit;
  }

  @Override
  protected void elapse(Duration duration) {
    time.advance(duration);
  }

  @Test
  void noSecondHoldsMoreThanTheRate() {
    long seed = 20240723;
    Random random = new Random(seed);
    RateLimit perSecond = new InMemoryRateLimit(7, SECOND, time);
    Deque<Long> admitted = new ArrayDeque<>();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      time.advance(Duration.ofNanos(random.nextLong(Duration.ofMillis(150).toNanos())));
      while (!admitted.isEmpty() && time.nanoTime() - admitted.peek() >= SECOND.toNanos()) {
        admitted.remove();
      }

      boolean expected = admitted.size() < 7;
      assertThat(perSecond.admits("a")).as("seed %s step %s", seed, i).isEqualTo(expected);
      if (expected) {
        admitted.add(time.nanoTime());
      } else {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void silentCallersAreForgotten() {
    InMemoryRateLimit perSecond = new InMemoryRateLimit(5, SECOND, time);
    for (int i = 0; i < 1_000; i++) {
      perSecond.admits("caller " + i);
    }
    assertThat(perSecond.callers()).isEqualTo(1_000);

    time.advance(Duration.ofSeconds(6));
    perSecond.admits("another");

    assertThat(perSecond.callers()).isEqualTo(1);
  }

  @Test
  void noRequestsOrNoTimeAreNoLimit() {
    assertThatIllegalArgumentException().isThrownBy(() -> new InMemoryRateLimit(0, SECOND, time));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InMemoryRateLimit(1, Duration.ZERO, time));
  }
}
