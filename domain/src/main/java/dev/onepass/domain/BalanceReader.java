// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.domain.model.CacheLoad;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads balances from the cache in one round trip, and those that it does not know from the
 * database in one statement; the cache then learns them.
 *
 * <p>Whoever has been answered by the ledger of this process sees that transfer here. Thread-safe;
 * every method may block, and throws {@link UnavailableException} if the database does not answer.
 * A cache that does not answer costs time once, then it is left out.
 */
public final class BalanceReader {

  private static final int LOAD_PAGE_SIZE = 1_000;

  private final LedgerStore store;
  private final GuardedCache cache;
  private final Timekeeper timekeeper;
  private final Executor executor;
  private final StoreReads reads;

  /**
   * @param executor reads the database for those who do not wait
   */
  BalanceReader(LedgerStore store, GuardedCache cache, Timekeeper timekeeper, Executor executor) {
    this.store = store;
    this.cache = cache;
    this.timekeeper = timekeeper;
    this.executor = executor;
    this.reads = new StoreReads(store, cache);
  }

  /** Returns the balances of those of the accounts that exist: which have ever held money. */
  public Map<Uid, Balance> read(Collection<Uid> uids) {
    Map<Uid, Balance> found = uids.isEmpty() ? Map.of() : cache.view(uids);
    return existing(found, readStore(missing(uids, found)));
  }

  /**
   * Returns the same without waiting for a cache that tells later.
   *
   * @return completes at once, or in a thread that must not be held up; fails as {@link #read} does
   */
  public CompletionStage<Map<Uid, Balance>> readAsync(Collection<Uid> uids) {
    return uids.isEmpty()
        ? CompletableFuture.completedFuture(Map.of())
        : cache.viewAsync(uids).thenCompose(found -> complete(uids, found));
  }

  private CompletionStage<Map<Uid, Balance>> complete(
      Collection<Uid> uids, Map<Uid, Balance> found) {
    Set<Uid> missing = missing(uids, found);
    return missing.isEmpty()
        ? CompletableFuture.completedFuture(existing(found, Map.of()))
        : CompletableFuture.supplyAsync(() -> existing(found, readStore(missing)), executor);
  }

  private static Set<Uid> missing(Collection<Uid> uids, Map<Uid, Balance> found) {
    if (found.size() == uids.size()) {
      return Set.of();
    }
    Set<Uid> missing = new LinkedHashSet<>(uids);
    missing.removeAll(found.keySet());
    return missing;
  }

  /** All but those that the cache knows not to exist. */
  private static Map<Uid, Balance> existing(Map<Uid, Balance> found, Map<Uid, Balance> stored) {
    if (stored.isEmpty() && !tellsOfNone(found)) {
      return found;
    }
    Map<Uid, Balance> balances = new HashMap<>(2 * (found.size() + stored.size()));
    for (Balance balance : found.values()) {
      if (balance.version() > 0) {
        balances.put(balance.uid(), balance);
      }
    }
    balances.putAll(stored);
    return balances;
  }

  private static boolean tellsOfNone(Map<Uid, Balance> found) {
    for (Balance balance : found.values()) {
      if (balance.version() == 0) {
        return true;
      }
    }
    return false;
  }

  /** Returns the same from the database, whatever the cache knows. */
  public Map<Uid, Balance> readPastCache(Collection<Uid> uids) {
    return readStore(Set.copyOf(uids));
  }

  private Map<Uid, Balance> readStore(Set<Uid> wanted) {
    if (wanted.isEmpty()) {
      return Map.of();
    }
    Map<Uid, Balance> balances = new HashMap<>();
    // It may have read the accounts of others in the same statement.
    Map<Uid, Balance> stored = reads.read(wanted);
    for (Uid uid : wanted) {
      Balance balance = stored.get(uid);
      if (balance != null) {
        balances.put(uid, balance);
      }
    }
    return balances;
  }

  /**
   * Makes the cache forget everything, then know every balance. Memory is bounded, however many
   * accounts there are.
   *
   * @throws UnavailableException if the database or the cache does not answer; the cache then knows
   *     some of the balances
   */
  public CacheLoad loadCache() {
    long startNanos = timekeeper.nanoTime();
    AtomicLong loaded = new AtomicLong();
    cache.renew();
    // Once for all: the store may hand over what it read long before.
    long generation = cache.generation();
    store.eachBalance(
        LOAD_PAGE_SIZE,
        page -> {
          List<Balance> changed = page.stream().filter(any -> any.version() > 0).toList();
          if (!cache.put(changed, generation)) {
            throw new UnavailableException(
                Dependency.CACHE, "lost after " + loaded + " balances; repeat it", null);
          }
          loaded.addAndGet(page.size());
        });
    return new CacheLoad(loaded.get(), Duration.ofNanos(timekeeper.nanoTime() - startNanos));
  }
}
