// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.testkit.contract.LeaseStoreContract;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;

class InMemoryLeasesTest extends LeaseStoreContract {

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final LeaseStore leases = new InMemoryLeases(time);

  @Override
  protected LeaseStore leases() {
    return leases;
  }

  @Override
  protected LeaseStore anotherNode() {
    return leases;
  }

  @Override
  protected void elapse(Duration duration) {
    time.advance(duration);
  }
}
