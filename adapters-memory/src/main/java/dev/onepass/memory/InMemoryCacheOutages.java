// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;

/** Outages that the nodes of one process tell each other. Thread-safe; always available. */
public final class InMemoryCacheOutages implements CacheOutages {

  private final ElapsedTime time;
  // Guarded by this.
  private long reports;
  private Duration until = Duration.ZERO;

  public InMemoryCacheOutages(Timekeeper timekeeper) {
    this.time = new ElapsedTime(timekeeper);
  }

  @Override
  public synchronized void report(Duration ahead) {
    reports++;
    Duration end = time.in(ahead);
    if (end.compareTo(until) > 0) {
      until = end;
    }
  }

  @Override
  public synchronized Seen look() {
    return new Seen(reports, !time.isPast(until));
  }
}
