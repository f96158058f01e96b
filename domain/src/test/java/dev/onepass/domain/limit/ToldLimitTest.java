// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

import static dev.onepass.domain.limit.VirtualService.MILLI;
import static dev.onepass.domain.limit.VirtualService.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.model.LimitBounds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who listens hears each change once, and the limit is the one beneath. */
class ToldLimitTest {

  private record Told(int limit, boolean isAway) {}

  private final List<Told> told = new ArrayList<>();
  private final AdaptiveLimit beneath = new AdaptiveLimit(new LimitBounds(10, 60));
  private final ToldLimit limit =
      new ToldLimit(beneath, (calls, isAway) -> told.add(new Told(calls, isAway)));

  @Test
  void theLimitIsToldAtOnceAndThenWhenItChanges() {
    var service = new VirtualService(limit, 40, 1);
    assertThat(told).containsExactly(new Told(10, false));

    service.run(2 * SECOND);
    assertThat(told).hasSizeGreaterThan(1);
    service.away = true;
    service.run(SECOND);
    assertThat(told.get(told.size() - 1)).isEqualTo(new Told(1, true));
    service.away = false;
    service.run(SECOND);

    Told last = told.get(told.size() - 1);
    assertThat(last).isEqualTo(new Told(beneath.limit(), false));
    for (int i = 1; i < told.size(); i++) {
      assertThat(told.get(i)).isNotEqualTo(told.get(i - 1));
    }
  }

  @Test
  void allElseIsThatOfTheLimitBeneath() {
    assertThat(limit.limit()).isEqualTo(beneath.limit());
    assertThat(limit.isAway()).isFalse();
    assertThat(limit.available(5)).isEqualTo(beneath.available(5)).isPositive();
    long call = limit.started(1, 5);
    assertThat(limit.available(5)).isEqualTo(beneath.available(5));
    limit.answered(call, CallResult.THROTTLED, true, 10 * MILLI);
    limit.pauseUntil(SECOND);
    assertThat(limit.available(20 * MILLI)).isZero();
    assertThat(limit.wakeNanos(20 * MILLI)).isEqualTo(beneath.wakeNanos(20 * MILLI)).isPositive();
    assertThat(limit.retryNanos(2, 20 * MILLI)).isEqualTo(beneath.retryNanos(2, 20 * MILLI));
    var away = new VirtualService(limit, 4, 1);
    away.now = 2 * SECOND;
    away.away = true;
    away.run(2 * SECOND);
    assertThat(limit.isAway()).isTrue();
    assertThat(limit.limit()).isEqualTo(1);
  }
}
