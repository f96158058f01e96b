// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers every balance until it is told to forget. Thread-safe; always available. */
public final class InMemoryBalanceCache implements BalanceCache {

  private final Map<Uid, Entry> entries = new HashMap<>();
  private long generation = 1;

  /**
   * @param floor no balance of a smaller version is taken
   * @param balance what is served; null if only the floor is known
   */
  private record Entry(long floor, @Nullable Balance balance) {}

  @Override
  public synchronized View view(Collection<Uid> uids) {
    Map<Uid, Balance> found = new HashMap<>();
    for (Uid uid : uids) {
      Entry entry = entries.get(uid);
      if (entry != null && entry.balance() != null) {
        found.put(uid, entry.balance());
      }
    }
    return new View(found, generation);
  }

  @Override
  public synchronized long generation() {
    return generation;
  }

  @Override
  public synchronized void put(Collection<Balance> balances, long seenGeneration) {
    for (Balance balance : balances) {
      Entry offered = new Entry(balance.version(), seenGeneration == generation ? balance : null);
      entries.merge(balance.uid(), offered, InMemoryBalanceCache::newer);
    }
  }

  // A bare floor never replaces a balance of the same version: it says nothing new.
  private static Entry newer(Entry kept, Entry offered) {
    boolean replaces =
        offered.balance() == null
            ? offered.floor() > kept.floor()
            : offered.floor() >= kept.floor();
    return replaces ? offered : kept;
  }

  @Override
  public synchronized void invalidate() {
    entries.clear();
    generation++;
  }
}
