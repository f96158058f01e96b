// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.testkit.contract.CacheOutagesContract;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;

class InMemoryCacheOutagesTest extends CacheOutagesContract {

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final CacheOutages outages = new InMemoryCacheOutages(time);

  @Override
  protected CacheOutages outages() {
    return outages;
  }

  @Override
  protected void elapse(Duration duration) {
    time.advance(duration);
  }
}
