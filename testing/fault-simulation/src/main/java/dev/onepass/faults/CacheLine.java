// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.faults.Weather.Party;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.List;

/**
 * The balance cache as one process reaches it. Of its generation the process knows what it saw
 * last, as a client of a cache elsewhere would.
 */
final class CacheLine implements BalanceCache {

  private final Wire wire;
  private final BalanceCache real;
  private long seen;

  CacheLine(Wire wire, BalanceCache real) {
    this.wire = wire;
    this.real = real;
  }

  @Override
  public View view(Collection<Uid> uids) {
    List<Uid> wanted = List.copyOf(uids);
    View view =
        wire.call(
            Party.CACHE,
            "view",
            () -> {
              View found = real.view(wanted);
              wire.world().servingAudit.fromCache(found.found().values());
              found.found().forEach((uid, b) -> wire.world().servedByCache(wire.process(), b));
              return found;
            });
    seen = Math.max(seen, view.generation());
    return view;
  }

  @Override
  public long generation() {
    return seen;
  }

  @Override
  public void put(Collection<Balance> balances, long generation) {
    List<Balance> offered = List.copyOf(balances);
    seen =
        wire.call(
            Party.CACHE,
            "put",
            () -> {
              wire.world().note("caches", wire.process(), offered, generation);
              flushPerhaps();
              real.put(offered, generation);
              return Math.max(seen, real.generation());
            });
  }

  @Override
  public void invalidate() {
    // The domain holds a lock here, for which nobody else of this process may come to wait.
    NodeProcess process = wire.process();
    if (process.operations() > 0) {
      seen = wire.callAtOnce(Party.CACHE, "invalidate", this::invalidated);
      return;
    }
    process.enterInvalidation();
    try {
      seen = wire.call(Party.CACHE, "invalidate", this::invalidated);
    } finally {
      process.leaveInvalidation();
    }
  }

  private void flushPerhaps() {
    if (wire.world().weather.flushesCache()) {
      wire.world().occurred(Occurrence.CACHE_FLUSHED);
      wire.world().note("cache loses everything");
      real.invalidate();
    }
  }

  private long invalidated() {
    wire.world().note("invalidates the cache", wire.process());
    real.invalidate();
    return Math.max(seen, real.generation());
  }
}
