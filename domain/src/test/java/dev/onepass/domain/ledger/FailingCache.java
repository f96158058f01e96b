// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.testkit.fault.Fault;
import dev.onepass.testkit.fault.FaultPlan;
import dev.onepass.testkit.fault.Faulty;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes caches that lose calls and answers at random, and keeps their guards' log quiet. */
final class FailingCache {

  // Held, or else the level would be forgotten with the logger.
  private static final Logger GUARD_LOG = Logger.getLogger(GuardedCache.class.getName());

  static {
    GUARD_LOG.setLevel(Level.OFF);
  }

  private FailingCache() {}

  static BalanceCache create(long seed, double rate) {
    FaultPlan any = FaultPlan.random(seed, rate, "put", "view", "invalidate");
    // A cache knows no conflicts.
    FaultPlan losses =
        method -> {
          Fault fault = any.next(method);
          return fault == Fault.CONFLICT ? Fault.REQUEST_LOST : fault;
        };
    return Faulty.port(BalanceCache.class, new InMemoryBalanceCache(), Dependency.CACHE, losses);
  }
}
