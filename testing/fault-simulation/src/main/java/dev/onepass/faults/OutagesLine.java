// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.faults.Weather.Party;
import dev.onepass.ports.cache.CacheOutages;
import java.time.Duration;

/** The reports of cache outages as one process reaches them, in the database. */
final class OutagesLine implements CacheOutages {

  private final Wire wire;
  private final CacheOutages real;

  OutagesLine(Wire wire, CacheOutages real) {
    this.wire = wire;
    this.real = real;
  }

  // The domain may hold a lock here, for which nobody else of this process may come to wait.
  @Override
  public void report(Duration ahead) {
    wire.callAtOnce(
        Party.DATABASE,
        "report an outage",
        () -> {
          wire.world().note("reports an outage of the cache", wire.process());
          real.report(ahead);
          return ahead;
        });
  }

  @Override
  public Seen look() {
    return wire.callAtOnce(Party.DATABASE, "look for outages", real::look);
  }
}
