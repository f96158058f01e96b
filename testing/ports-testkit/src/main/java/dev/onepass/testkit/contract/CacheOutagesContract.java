// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.testkit.race.Race;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every {@link CacheOutages} must do. Each test begins with no outage that is current. */
public abstract class CacheOutagesContract {

  private static final Duration LONG = Duration.ofHours(1);

  protected abstract CacheOutages outages();

  /** Returns when the store's clock is at least so much further: by a manual one, or by waiting. */
  protected abstract void elapse(Duration duration);

  @Test
  void whileNobodyReportsNothingChanges() {
    assertThat(outages().look().current()).isFalse();
    assertThat(outages().look()).isEqualTo(outages().look());
  }

  @Test
  void aReportIsSeenAndCurrentForItsTime() {
    long before = outages().look().reports();
    outages().report(Duration.ofSeconds(1));
    assertThat(outages().look().reports()).isEqualTo(before + 1);
    elapse(Duration.ofMillis(1_100));
    assertThat(outages().look()).isEqualTo(new CacheOutages.Seen(before + 1, false));
  }

  @Test
  void aReportIsCurrentAtOnce() {
    outages().report(LONG);
    assertThat(outages().look().current()).isTrue();
  }

  @Test
  void aShortReportDoesNotEndALongOne() {
    outages().report(LONG);
    outages().report(Duration.ofMillis(1));
    elapse(Duration.ofMillis(100));
    assertThat(outages().look().current()).isTrue();
  }

  @Test
  void ofReportsAtOnceEachCounts() {
    long before = outages().look().reports();
    Race.of(
        8,
        number ->
            () -> {
              outages().report(LONG);
              return true;
            });
    assertThat(outages().look().reports()).isEqualTo(before + 8);
  }
}
