// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.testkit.contract.BalanceCacheContract;

class InMemoryBalanceCacheTest extends BalanceCacheContract {

  private final BalanceCache cache = new InMemoryBalanceCache();

  @Override
  protected BalanceCache cache() {
    return cache;
  }

  @Override
  protected BalanceCache anotherClient() {
    return cache;
  }

  @Override
  protected void loseMemory() {
    cache.invalidate();
  }
}
