// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

import static dev.onepass.domain.limit.VirtualService.MILLI;
import static dev.onepass.domain.limit.VirtualService.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.domain.model.LimitBounds;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What the rule does to a service of 40 workers and 20 ms: 2,000 answers a second at most. */
class AdaptiveLimitTest {

  private static final int WORKERS = 40;
  private static final int MOST_A_SECOND = 50 * WORKERS;
  private static final LimitBounds WIDE = new LimitBounds(1, 500);

  private final AdaptiveLimit limit = new AdaptiveLimit(WIDE);

  @RepeatedTest(10)
  void keepsTheServiceBusyWithoutAHeap(RepetitionInfo seed) {
    var service = new VirtualService(limit, WORKERS, seed.getCurrentRepetition());

    service.run(SECOND);
    int good = service.run(10 * SECOND);

    assertThat(good).isGreaterThan(10 * MOST_A_SECOND * 95 / 100);
    assertThat(limit.limit()).isBetween(WORKERS, 2 * WORKERS);
  }

  @RepeatedTest(10)
  void hasFoundThePaceAfterAFifthOfASecond(RepetitionInfo seed) {
    var service = new VirtualService(limit, WORKERS, seed.getCurrentRepetition());

    service.run(200 * MILLI);

    assertThat(service.run(SECOND)).isGreaterThan(MOST_A_SECOND * 85 / 100);
  }

  @Test
  void neverLeavesItsBounds() {
    for (int seed = 1; seed <= 200; seed++) {
      var random = new Random(seed);
      int min = 1 + random.nextInt(20);
      var bounds = new LimitBounds(min, min + random.nextInt(60));
      var bounded = new AdaptiveLimit(bounds);
      var service = new VirtualService(bounded, 1 + random.nextInt(60), seed);
      for (int step = 0; step < 20; step++) {
        service.queue = random.nextInt(100);
        service.faults = random.nextInt(3) * 0.2;
        service.slowOneIn = random.nextInt(3) * 20;
        service.away = random.nextInt(5) == 0;
        service.run(random.nextInt(400) * MILLI);
        assertThat(bounded.limit()).as("seed %s", seed).isBetween(1, bounds.max());
      }
      assertThat(service.mostInFlight).as("seed %s", seed).isLessThanOrEqualTo(bounds.max());
    }
  }

  @Test
  void isNeverBelowTheLeastButInAnOutage() {
    var bounded = new AdaptiveLimit(new LimitBounds(10, 60));
    var service = new VirtualService(bounded, 2, 1);

    for (int step = 0; step < 100; step++) {
      service.run(50 * MILLI);
      assertThat(bounded.limit()).isGreaterThanOrEqualTo(10);
    }
  }

  @RepeatedTest(10)
  void faultsByChanceDoNotMakeItBackOff(RepetitionInfo seed) {
    var service = new VirtualService(limit, WORKERS, seed.getCurrentRepetition());
    service.faults = 0.05;

    service.run(SECOND);

    assertThat(service.run(10 * SECOND)).isGreaterThan(10 * MOST_A_SECOND * 92 / 100);
  }

  @RepeatedTest(10)
  void faultsByChanceThatBeginLaterDoNotEither(RepetitionInfo seed) {
    var service = new VirtualService(limit, WORKERS, seed.getCurrentRepetition());
    service.run(3 * SECOND);
    service.faults = 0.15;

    service.run(3 * SECOND);

    assertThat(service.run(10 * SECOND)).isGreaterThan(10 * MOST_A_SECOND * 90 / 100);
  }

  @RepeatedTest(10)
  void refusalsByOverloadDo(RepetitionInfo seed) {
    var service = new VirtualService(limit, WORKERS, seed.getCurrentRepetition());
    service.queue = WORKERS / 8;

    service.run(SECOND);
    int refused = service.refused;
    int good = service.run(10 * SECOND);

    assertThat(service.refused - refused).isLessThan(good / 10);
    assertThat(good).isGreaterThan(10 * MOST_A_SECOND * 85 / 100);
  }

  @RepeatedTest(10)
  void leavesAServiceThatIsAwayAlone(RepetitionInfo seed) {
    var service = new VirtualService(limit, WORKERS, seed.getCurrentRepetition());
    service.run(2 * SECOND);
    service.away = true;
    service.run(SECOND);

    int sent = service.sent;
    service.run(10 * SECOND);

    assertThat(service.sent - sent).isBetween(10, 200);
  }

  @RepeatedTest(10)
  void isBackAtOnceAfterAnOutage(RepetitionInfo seed) {
    var service = new VirtualService(limit, WORKERS, seed.getCurrentRepetition());
    service.run(2 * SECOND);
    service.away = true;
    service.run(5 * SECOND);
    service.away = false;

    service.run(200 * MILLI);

    assertThat(service.run(SECOND)).isGreaterThan(MOST_A_SECOND * 85 / 100);
  }

  @RepeatedTest(10)
  void slowAccountsHoldNobodyUp(RepetitionInfo seed) {
    var service = new VirtualService(limit, WORKERS, seed.getCurrentRepetition());
    service.slowOneIn = 50;
    service.run(5 * SECOND);

    assertThat(service.run(10 * SECOND)).isGreaterThan(10 * MOST_A_SECOND * 80 / 100);
  }

  @RepeatedTest(10)
  void aServiceThatGetsSlowerWithoutLoadIsGivenMoreCalls(RepetitionInfo seed) {
    var service = new VirtualService(limit, 1000, seed.getCurrentRepetition());
    var capped = new VirtualService(new AdaptiveLimit(new LimitBounds(1, 40)), 1000, 1);
    for (VirtualService each : new VirtualService[] {service, capped}) {
      each.run(2 * SECOND);
      each.serviceNanos = 60 * MILLI;
      each.run(30 * SECOND);
    }

    assertThat(capped.run(SECOND)).isGreaterThan(40 * 16 * 80 / 100);
    assertThat(limit.limit()).isGreaterThan(250);
  }

  @Test
  void aPauseAskedForIsKept() {
    limit.pauseUntil(3 * SECOND);

    assertThat(limit.available(3 * SECOND - 1)).isZero();
    assertThat(limit.wakeNanos(SECOND)).isEqualTo(3 * SECOND);
    assertThat(limit.available(3 * SECOND)).isPositive();
  }

  @RepeatedTest(10)
  void aRateLimitIsMetSeldomAndUsedWell(RepetitionInfo seed) {
    var service = new VirtualService(limit, 500, seed.getCurrentRepetition());
    service.rate = 1000;
    service.run(20 * SECOND);

    int refused = service.refused;
    int good = service.run(60 * SECOND);

    assertThat(good).isGreaterThan(60 * 1000 * 60 / 100);
    assertThat(service.refused - refused).isLessThan(good / 20);
  }

  @Test
  void theSameHistoryGivesTheSameDecisions() {
    var other = new AdaptiveLimit(WIDE);
    var first = new VirtualService(limit, WORKERS, 7);
    var second = new VirtualService(other, WORKERS, 7);
    for (VirtualService each : new VirtualService[] {first, second}) {
      each.faults = 0.1;
      each.queue = 50;
    }

    for (int step = 0; step < 300; step++) {
      assertThat(first.run(10 * MILLI)).isEqualTo(second.run(10 * MILLI));
      assertThat(limit.limit()).isEqualTo(other.limit());
    }
  }

  @RepeatedTest(10)
  void forgetsNothingInAQuietHour(RepetitionInfo seed) {
    var service = new VirtualService(limit, WORKERS, seed.getCurrentRepetition());
    service.run(5 * SECOND);
    service.idle(3600 * SECOND);

    assertThat(service.run(SECOND)).isGreaterThan(MOST_A_SECOND * 85 / 100);
  }

  @Test
  void aCallThatFailsOnceIsRepeatedAtOnceAndThenEverLater() {
    assertThat(limit.retryNanos(1, 5)).isEqualTo(5);
    assertThat(limit.retryNanos(2, 5)).isEqualTo(5 + 10 * MILLI);
    assertThat(limit.retryNanos(4, 5)).isEqualTo(5 + 40 * MILLI);
    assertThat(limit.retryNanos(1000, 5)).isEqualTo(5 + 400 * MILLI);
  }

  @Test
  void aCallEndsOnce() {
    long call = limit.started(1, 0);
    limit.answered(call, CallResult.DEFINITE, true, MILLI);

    assertThatThrownBy(() -> limit.answered(call, CallResult.DEFINITE, true, MILLI))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not in flight");
  }
}
