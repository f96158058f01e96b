// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import java.util.EnumMap;
import java.util.Map;

/** How often what occurred. Not thread-safe. */
public final class Occurrences {

  private final Map<Occurrence, Long> counts = new EnumMap<>(Occurrence.class);

  void count(Occurrence occurrence) {
    add(occurrence, 1);
  }

  private void add(Occurrence occurrence, long times) {
    counts.merge(occurrence, times, Long::sum);
  }

  /** Adds those of another run. */
  public void addAll(Occurrences others) {
    others.counts.forEach(this::add);
  }

  /** How often; zero for never. */
  public long of(Occurrence occurrence) {
    return counts.getOrDefault(occurrence, 0L);
  }
}
