// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Counts the round trips to a cache, and does something in the middle of one. */
final class CallCounter implements BalanceCache {

  int total;
  Runnable onInvalidate = () -> {};
  RuntimeException bug;
  private final BalanceCache real;

  CallCounter(BalanceCache real) {
    this.real = real;
  }

  @Override
  public View view(Collection<Uid> uids) {
    count();
    return real.view(uids);
  }

  /** Fails as a stage does that rests on another one. */
  @Override
  public CompletionStage<View> viewAsync(Collection<Uid> uids) {
    return CompletableFuture.supplyAsync(() -> view(uids), Runnable::run);
  }

  @Override
  public long generation() {
    return real.generation();
  }

  @Override
  public void put(Collection<Balance> balances, long generation) {
    count();
    real.put(List.copyOf(balances), generation);
  }

  @Override
  public void invalidate() {
    count();
    real.invalidate();
    onInvalidate.run();
  }

  private void count() {
    total++;
    if (bug != null) {
      throw bug;
    }
  }
}
