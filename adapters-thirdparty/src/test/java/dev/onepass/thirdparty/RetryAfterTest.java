// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "7, PT7S",
    "' 7 ', PT7S",
    "3600, PT1H",
    "3601, PT1H",
    "99999999999999999999, PT1H",
    "'Mon, 23 Nov 2026 10:00:05 GMT', PT5S",
    "'Mon, 23 Nov 2026 09:00:00 GMT', PT0S",
    "'Tue, 23 Nov 2027 10:00:00 GMT', PT1H"
  })
  void secondsAndDatesAreUnderstood(String header, Duration wait) {
    assertThat(RetryAfter.read(header, CLOCK)).contains(wait);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\u0001", "-1", "1.5", "soon", "2026-11-23T10:00:05Z", "１"})
  void anythingElseIsNoAnswer(String header) {
    assertThat(RetryAfter.read(header, CLOCK)).isEmpty();
  }
}
