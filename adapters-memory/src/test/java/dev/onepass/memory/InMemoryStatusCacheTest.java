// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.cache.StatusCache;
import dev.onepass.testkit.contract.StatusCacheContract;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;

class InMemoryStatusCacheTest extends StatusCacheContract {

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final StatusCache cache = new InMemoryStatusCache(time);

  @Override
  protected StatusCache cache() {
    return cache;
  }

  @Override
  protected void elapse(Duration duration) {
    time.advance(duration);
  }
}
