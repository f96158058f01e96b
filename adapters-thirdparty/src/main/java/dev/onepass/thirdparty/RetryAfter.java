// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After}, seconds or a date, as RFC 9110 section 10.2.3 has it. */
final class RetryAfter {

  /** No wait is longer, whatever is asked: an account must not be put off for ever. */
  static final Duration LONGEST = Duration.ofHours(1);

  private static final int DIGITS_MAX = 9;

  private RetryAfter() {}

  /** How long to wait, from zero to {@link #LONGEST}; empty if the header is missing or unclear. */
  static Optional<Duration> read(@Nullable String header, Clock clock) {
    String value = header == null ? "" : header.trim();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(
          value.length() > DIGITS_MAX
              ? LONGEST
              : bounded(Duration.ofSeconds(Long.parseLong(value))));
    }
    return untilDate(value, clock);
  }

  private static Optional<Duration> untilDate(String value, Clock clock) {
    try {
      Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      return Optional.of(bounded(Duration.between(clock.instant(), date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
