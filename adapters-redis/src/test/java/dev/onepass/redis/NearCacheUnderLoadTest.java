// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/**
 * Two processes that keep balances near, many threads that change and read them through either, and
 * a Redis that forgets, drops connections and dies meanwhile. No read may bring an older balance
 * than anyone was told of, or shown, before it began.
 *
 * <p>Runs longer with {@code -Dnear.checks=1000000}; each read that brought a balance is a check.
 */
class NearCacheUnderLoadTest {

  private static final int CHECKS = Integer.getInteger("near.checks", 200_000);
  private static final int ROUNDS = 12;
  private static final int ACCOUNTS = 300;
  private static final int THREADS = 6;

  /** Read at once: so many that a PING is mostly under way when somebody asks. */
  private static final int MOST = 100;

  /** Fewer than the accounts, so that some make room for others. */
  private static final int ROOM = 256;

  private final AtomicLongArray committed = new AtomicLongArray(ACCOUNTS);
  private final AtomicLongArray told = new AtomicLongArray(ACCOUNTS);
  private final AtomicInteger checks = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void noReadIsOlderThanWhatWasKnownBefore() throws Exception {
    int known = 0;
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (RedisServer redis = new RedisServer();
        RedisAdapter one = redis.connectNear(ROOM);
        RedisAdapter two = redis.connectNear(ROOM)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        BalanceCache own = (i % 2 == 0 ? one : two).balances();
        BalanceCache other = (i % 2 == 0 ? two : one).balances();
        running.add(threads.submit(() -> work(own, other, thread)));
      }
      try {
        for (int round = 1; round <= ROUNDS; round++) {
          int enough = (int) ((long) CHECKS * round / ROUNDS);
          Patience.until(
              "the cache is read",
              () -> checks.get() >= enough || running.stream().anyMatch(Future::isDone));
          known = Math.max(known, one.nearAccounts() + two.nearAccounts());
          strike(redis, round);
          Patience.until("balances are kept near again", () -> one.isNear() && two.isNear());
        }
      } finally {
        over.set(true);
        for (Future<?> thread : running) {
          thread.get();
        }
      }
      assertThat(known).as("accounts known near").isPositive();
    } finally {
      threads.shutdown();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  private static void strike(RedisServer redis, int round) {
    switch (round % 4) {
      case 0 -> {
        redis.server.kill();
        redis.server.restart();
      }
      case 1 -> redis.forgetEverything();
      default -> redis.dropConnections();
    }
  }

  /** A row has one writer at a time: each thread changes accounts of its own, and reads any. */
  private void work(BalanceCache own, BalanceCache other, int thread) {
    Random random = new Random(thread);
    while (!over.get()) {
      if (random.nextInt(3) == 0) {
        int account = THREADS * random.nextInt(ACCOUNTS / THREADS) + thread;
        change(own, account);
        read(other, List.of(uid(account)), random.nextBoolean());
      } else {
        int size = 1 + random.nextInt(MOST);
        List<Uid> some = random.ints(size, 0, ACCOUNTS).distinct().mapToObj(this::uid).toList();
        read(own, some, random.nextBoolean());
      }
    }
  }

  private void change(BalanceCache cache, int account) {
    long generation = cache.generation();
    Balance changed = balance(account, committed.incrementAndGet(account));
    try {
      cache.put(List.of(changed), generation);
    } catch (UnavailableException e) {
      // Nobody is told before the cache has forgotten what it may know.
      forget(cache);
    }
    told.accumulateAndGet(account, changed.version(), Math::max);
  }

  private void forget(BalanceCache cache) {
    Patience.until(
        "the cache forgets",
        () -> {
          try {
            cache.invalidate();
            return true;
          } catch (UnavailableException e) {
            return over.get();
          }
        });
  }

  private void read(BalanceCache cache, List<Uid> uids, boolean waits) {
    long[] least = uids.stream().mapToLong(uid -> told.get(index(uid))).toArray();
    BalanceCache.View view;
    try {
      view = waits ? cache.view(uids) : cache.viewAsync(uids).toCompletableFuture().join();
    } catch (RuntimeException away) {
      return;
    }
    for (int i = 0; i < least.length; i++) {
      Balance found = view.found().get(uids.get(i));
      if (found == null) {
        load(cache, index(uids.get(i)));
      } else {
        assertThat(found.version())
            .as("version of account %s", found.uid())
            .isBetween(least[i], committed.get(index(found.uid())));
        assertThat(found.amount().cents()).isEqualTo(found.version());
        told.accumulateAndGet(index(found.uid()), found.version(), Math::max);
        checks.incrementAndGet();
      }
    }
  }

  private void load(BalanceCache cache, int account) {
    long generation = cache.generation();
    Balance stored = balance(account, committed.get(account));
    try {
      cache.put(List.of(stored), generation);
    } catch (UnavailableException e) {
      // It was not changed, so nothing was missed.
    }
  }

  private Balance balance(int account, long version) {
    return new Balance(uid(account), Money.ofCents(version), version);
  }

  private Uid uid(int account) {
    return new Uid(account + 1L);
  }

  private static int index(Uid uid) {
    return (int) uid.value() - 1;
  }
}
