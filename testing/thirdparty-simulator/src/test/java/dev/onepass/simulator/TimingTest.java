// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Latency, the limit of calls a second and the workers, each by itself. */
class TimingTest {

  @Test
  void fixedLatencyIsAlwaysTheSame() {
    Latency latency = Latency.fixed(Duration.ofMillis(20));

    assertThat(latency.nanos(-3)).isEqualTo(20_000_000);
    assertThat(latency.nanos(3)).isEqualTo(20_000_000);
  }

  @Test
  void lognormalLatencyHasItsMeanAndItsSpread() {
    Latency latency = Latency.lognormal(Duration.ofMillis(20), 0.5);
    Dice dice = new Dice(1);
    int calls = 100_000;
    double sum = 0;
    double sumOfSquares = 0;

    for (int n = 0; n < calls; n++) {
      double millis = latency.nanos(dice.gaussian(n)) / 1e6;
      sum += millis;
      sumOfSquares += millis * millis;
    }

    double mean = sum / calls;
    double deviation = Math.sqrt(sumOfSquares / calls - mean * mean);
    assertThat(mean).isCloseTo(20, within(0.2));
    assertThat(deviation).isCloseTo(20 * Math.sqrt(Math.exp(0.25) - 1), within(0.4));
  }

  @Test
  void theLimitLetsInABurstAndThenItsRate() {
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    RateLimit limit = new RateLimit(100, clock::get);

    assertThat(admitted(limit, 50)).isEqualTo(10);
    clock.addAndGet(20_000_000);
    assertThat(admitted(limit, 50)).isEqualTo(2);
    clock.addAndGet(60_000_000_000L);
    assertThat(admitted(limit, 50)).isEqualTo(10);
  }

  @Test
  void aLimitBelowTheBurstStillLetsCallsInOneByOne() {
    AtomicLong clock = new AtomicLong();
    RateLimit limit = new RateLimit(1, clock::get);

    assertThat(admitted(limit, 5)).isEqualTo(1);
    clock.addAndGet(999_999_999);
    assertThat(admitted(limit, 5)).isZero();
    clock.addAndGet(1);
    assertThat(admitted(limit, 5)).isEqualTo(1);
  }

  @Test
  void noLimitLetsEverythingIn() {
    assertThat(admitted(new RateLimit(0, () -> 0), 1_000)).isEqualTo(1_000);
  }

  @Test
  void callsBeyondTheQueueAreTurnedAwayAndQueuedOnesStartInOrder() throws Exception {
    try (Timer timer = new Timer()) {
      Workers workers = new Workers(new Capacity(2, 2, 503), timer);
      List<Integer> admitted = new ArrayList<>();
      List<Integer> started = new ArrayList<>();
      List<Boolean> answers = new ArrayList<>();

      for (int i = 0; i < 5; i++) {
        int call = i;
        answers.add(workers.admit(() -> admitted.add(call), () -> started.add(call)));
      }
      assertThat(answers).containsExactly(true, true, true, true, false);
      assertThat(admitted).containsExactly(0, 1, 2, 3);
      assertThat(started).containsExactly(0, 1);

      workers.release();
      workers.release();
      awaitTimer(timer);
      assertThat(started).containsExactly(0, 1, 2, 3);

      workers.release();
      assertThat(workers.admit(() -> {}, () -> started.add(9))).isTrue();
      assertThat(started).endsWith(9);
    }
  }

  @Test
  void unlimitedCapacityTurnsNobodyAway() {
    try (Timer timer = new Timer()) {
      Workers workers = new Workers(Capacity.UNLIMITED, timer);

      for (int i = 0; i < 1_000; i++) {
        assertThat(workers.admit(() -> {}, () -> {})).isTrue();
      }
    }
  }

  private static int admitted(RateLimit limit, int calls) {
    int admitted = 0;
    for (int i = 0; i < calls; i++) {
      admitted += limit.admits() ? 1 : 0;
    }
    return admitted;
  }

  /** The timer has one thread: what was handed to it before has run when this has. */
  private static void awaitTimer(Timer timer) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    timer.soon(done::countDown);
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
  }
}
