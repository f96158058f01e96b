// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Threads that write balances, tell the cache, and read it, by the rules of the guard before it: a
 * write that the cache may have missed is followed by an invalidation before anyone reads. Each
 * checks that no account is served an older balance than was written or served before it asked.
 */
final class CacheUnderLoad implements AutoCloseable {

  private static final int ACCOUNTS = 200;
  private static final int THREADS = 3;

  private final RedisAdapter redis;
  private final AtomicLongArray database = new AtomicLongArray(ACCOUNTS);
  private final AtomicLongArray known = new AtomicLongArray(ACCOUNTS);
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger outages = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<Future<?>> running = new ArrayList<>();

  CacheUnderLoad(RedisAdapter redis) {
    this.redis = redis;
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      running.add(threads.submit(() -> run(new Random(thread), thread)));
    }
  }

  /** How often a balance came from the cache. */
  int served() {
    return served.get();
  }

  /** How often a call failed. */
  int outages() {
    return outages.get();
  }

  /** Returns once the cache has served some more. */
  void awaitService() {
    int before = served.get();
    Patience.until("the cache serves again", () -> failed() || served.get() > before + 500);
  }

  /** Stops, and throws what a thread found wrong. */
  void finish() throws InterruptedException, ExecutionException {
    over.set(true);
    for (Future<?> thread : running) {
      thread.get();
    }
  }

  private boolean failed() {
    return running.stream().anyMatch(Future::isDone);
  }

  /** Each thread has accounts of its own, as a row has one writer at a time. */
  private void run(Random random, int thread) {
    boolean trusted = false;
    while (!over.get()) {
      int account = THREADS * random.nextInt(ACCOUNTS / THREADS) + thread;
      try {
        if (!trusted) {
          redis.balances().invalidate();
          trusted = true;
        }
        if (random.nextInt(4) == 0) {
          write(account);
        } else {
          read(account);
        }
        lease(random, account);
      } catch (UnavailableException e) {
        outages.incrementAndGet();
        trusted = false;
      }
    }
  }

  private void write(int account) {
    BalanceCache cache = redis.balances();
    long generation = cache.generation();
    Balance written = balance(account, database.incrementAndGet(account));
    known.set(account, written.version());
    cache.put(List.of(written), generation);
  }

  private void read(int account) {
    BalanceCache cache = redis.balances();
    long least = known.get(account);
    Balance found = cache.view(List.of(uid(account))).found().get(uid(account));
    if (found == null) {
      long generation = cache.generation();
      cache.put(List.of(balance(account, database.get(account))), generation);
      return;
    }
    assertThat(found.version()).as("account %d", account).isBetween(least, database.get(account));
    known.set(account, found.version());
    served.incrementAndGet();
  }

  /** A lease may be lost, and granted twice by that; its token never falls behind. */
  private void lease(Random random, int account) {
    if (random.nextInt(10) == 0) {
      List<Lease> granted =
          redis.leases().tryAcquire(List.of("account/" + account), Duration.ofSeconds(5));
      redis.leases().release(granted);
    }
  }

  private static Balance balance(int account, long version) {
    return new Balance(uid(account), Money.ofCents(version), version);
  }

  private static Uid uid(int account) {
    return new Uid(account + 1L);
  }

  @Override
  public void close() {
    over.set(true);
    threads.shutdown();
    try {
      threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
