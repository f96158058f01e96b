// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Uid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads balances from the store, a few statements at once at most: callers that come while all of
 * them are busy share the next one, so that a stampede on cold accounts costs the database little.
 *
 * <p>A caller never shares a statement that began before it came: a balance read earlier may lack a
 * transfer that the caller knows of. Thread-safe.
 */
final class StoreReads {

  private static final int STATEMENTS_MAX = 4;
  private static final int UIDS_MAX = 1_000;

  private final LedgerStore store;
  private final GuardedCache cache;

  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final Deque<Load> waiting = new ArrayDeque<>();
  private int running;

  StoreReads(LedgerStore store, GuardedCache cache) {
    this.store = store;
    this.cache = cache;
  }

  /**
   * The balances of at least those of the accounts that exist; they have been offered to the cache.
   */
  Map<Uid, Balance> read(Collection<Uid> uids) {
    Load own = join(uids);
    if (own.leader == Thread.currentThread()) {
      own.turn.join();
      run(own);
    }
    return own.result();
  }

  private Load join(Collection<Uid> uids) {
    lock.lock();
    try {
      Load last = waiting.peekLast();
      if (last != null && last.uids.size() < UIDS_MAX) {
        last.uids.addAll(uids);
        return last;
      }
      Load load = new Load(uids);
      if (running < STATEMENTS_MAX) {
        running++;
        load.turn.complete(null);
      } else {
        waiting.add(load);
      }
      return load;
    } finally {
      lock.unlock();
    }
  }

  private void run(Load load) {
    try {
      long generation = cache.generation();
      Map<Uid, Balance> balances = store.balances(load.uids);
      // Before anyone sees them: an older balance that is still on its way to the cache must find
      // this one there.
      cache.put(tellable(load.uids, balances), generation);
      load.balances.complete(balances);
    } catch (RuntimeException | Error e) {
      load.balances.completeExceptionally(e);
    } finally {
      startNext();
    }
  }

  /** What the cache may be told: of an account that the store does not have, that there is none. */
  private static List<Balance> tellable(Set<Uid> uids, Map<Uid, Balance> balances) {
    List<Balance> tellable = new ArrayList<>(uids.size());
    for (Uid uid : uids) {
      Balance stored = balances.get(uid);
      if (stored == null) {
        tellable.add(Balance.none(uid));
      } else if (stored.version() > 0) {
        tellable.add(stored);
      }
    }
    return tellable;
  }

  private void startNext() {
    lock.lock();
    try {
      Load next = waiting.poll();
      if (next == null) {
        running--;
      } else {
        next.turn.complete(null);
      }
    } finally {
      lock.unlock();
    }
  }

  /** One statement: grows while it waits, is run by the thread that asked first. */
  private static final class Load {

    final Thread leader = Thread.currentThread();
    final Set<Uid> uids;
    final CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();
    final CompletableFuture<Map<Uid, Balance>> balances = new CompletableFuture<>();

    Load(Collection<Uid> uids) {
      this.uids = new HashSet<>(uids);
    }

    Map<Uid, Balance> result() {
      try {
        return balances.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw e;
      }
    }
  }
}
