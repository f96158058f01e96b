// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Counts what failed and is tried again, by what it was and why: {@code onepass_retries_total}.
 * Known causes are told as zero from the start, so that the first failure shows as a rise.
 * Thread-safe.
 */
final class Retries {

  private final Map<String, Counter> byCause = new HashMap<>();

  Retries(MeterRegistry meters, String what, Collection<String> causes) {
    for (String cause : causes) {
      byCause.put(
          cause,
          meters.counter("onepass.retries", "what", what, "cause", cause.toLowerCase(Locale.ROOT)));
    }
  }

  /** Counts one; ignores a cause that was not named. */
  void count(String cause) {
    Counter counter = byCause.get(cause);
    if (counter != null) {
      counter.increment();
    }
  }
}
