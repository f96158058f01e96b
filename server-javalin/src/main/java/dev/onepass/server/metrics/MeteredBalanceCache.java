// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.metrics;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/** Counts what the balance cache knows, and when it does not answer. Thread-safe. */
public final class MeteredBalanceCache implements BalanceCache {

  private final BalanceCache cache;
  private final Counter hits;
  private final Counter misses;
  private final Counter failures;

  public MeteredBalanceCache(BalanceCache cache, MeterRegistry meters) {
    this.cache = cache;
    hits = meters.counter("onepass.cache.gets", "result", "hit");
    misses = meters.counter("onepass.cache.gets", "result", "miss");
    failures = meters.counter("onepass.cache.failures");
  }

  @Override
  public View view(Collection<Uid> uids) {
    try {
      View view = cache.view(uids);
      count(uids, view);
      return view;
    } catch (RuntimeException e) {
      failures.increment();
      throw e;
    }
  }

  @Override
  public CompletionStage<View> viewAsync(Collection<Uid> uids) {
    return cache
        .viewAsync(uids)
        .whenComplete(
            (view, failure) -> {
              if (failure == null) {
                count(uids, view);
              } else {
                failures.increment();
              }
            });
  }

  private void count(Collection<Uid> uids, View view) {
    // Fewer are found than asked for if one is asked for twice.
    long missing =
        view.found().size() == uids.size()
            ? 0
            : uids.stream().filter(uid -> !view.found().containsKey(uid)).distinct().count();
    hits.increment(view.found().size());
    misses.increment((double) missing);
  }

  @Override
  public long generation() {
    return cache.generation();
  }

  @Override
  public void put(Collection<Balance> balances, long generation) {
    counted(() -> cache.put(balances, generation));
  }

  @Override
  public void invalidate() {
    counted(cache::invalidate);
  }

  private void counted(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      failures.increment();
      throw e;
    }
  }
}
