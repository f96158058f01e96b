// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {

  private static final long SECOND = 1_000 * VirtualService.MILLI;

  private final AdaptiveLimit limit = new AdaptiveLimit(new LimitBounds(1, 500));

  @Test
  void findsWhatTheServiceCanCarry() {
    var service = new VirtualService(limit, 40, 1);

    service.run(3 * SECOND);

    assertThat(limit.limit()).isBetween(42, 70);
    assertThat(service.good).isGreaterThan(40 * 50 * 3 * 9 / 10);
  }
}
