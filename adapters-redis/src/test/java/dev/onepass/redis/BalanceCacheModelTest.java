// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.BalanceCache.View;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two nodes read, write, dawdle and tell the cache late, while somebody flushes it and distrusts
 * it. However that goes, no account is ever served an older balance than before, nor one older than
 * the cache was told of since it last lost its memory.
 */
class BalanceCacheModelTest {

  private static final int ACCOUNTS = 4;
  private static final int STEPS = 1_500;

  /** What a node has read or written in the database and not yet told the cache. */
  private record Late(Balance balance, long generation) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noAccountIsServedAnOlderBalanceThanBefore(long seed) {
    try (RedisServer redis = new RedisServer();
        RedisAdapter other = redis.connect(0)) {
      new Run(new Random(seed), seed, redis, other).go();
    }
  }

  @Test
  void theModelCatchesACacheThatForgetsItsRule() {
    // A put that always passes is the mistake that the script exists to prevent.
    try (RedisServer redis = new RedisServer();
        RedisAdapter other = redis.connect(0)) {
      Run run = new Run(new Random(1), 1, redis, other);
      run.deletesBeforePut = true;

      assertThatThrownBy(run::go)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("account");
    }
  }

  private static final class Run {
    private final Random random;
    private final long seed;
    private final RedisServer redis;
    private final List<BalanceCache> nodes;
    private final long[] database = new long[ACCOUNTS];
    private final long[] served = new long[ACCOUNTS];
    private final long[] told = new long[ACCOUNTS];
    private final List<Late> late = new ArrayList<>();
    private int timesServed;
    private boolean deletesBeforePut;

    Run(Random random, long seed, RedisServer redis, RedisAdapter other) {
      this.random = random;
      this.seed = seed;
      this.redis = redis;
      this.nodes = List.of(redis.adapter.balances(), other.balances());
    }

    void go() {
      for (int step = 0; step < STEPS; step++) {
        step(nodes.get(random.nextInt(2)), random.nextInt(ACCOUNTS), step);
      }
      assertThat(timesServed).as("seed %d: balances served", seed).isGreaterThan(50);
    }

    private void step(BalanceCache node, int account, int step) {
      int dice = random.nextInt(300);
      if (dice == 0) {
        redis.client.flushAll();
        Arrays.fill(told, 0);
      } else if (dice == 1) {
        node.invalidate();
        Arrays.fill(told, 0);
      } else if (dice < 30) {
        write(node, account);
      } else if (dice < 130) {
        tellOneLate(node);
      } else {
        read(node, account, step);
      }
    }

    private void write(BalanceCache node, int account) {
      long generation = node.generation();
      database[account]++;
      late.add(new Late(balance(account), generation));
    }

    private void read(BalanceCache node, int account, int step) {
      View view = node.view(List.of(uid(account)));
      Balance found = view.found().get(uid(account));
      if (found == null) {
        late.add(new Late(balance(account), view.generation()));
        return;
      }
      assertThat(found.version())
          .as("seed %d, step %d, account %d", seed, step, account)
          .isBetween(Math.max(served[account], told[account]), database[account]);
      served[account] = found.version();
      timesServed++;
    }

    private void tellOneLate(BalanceCache node) {
      if (!late.isEmpty()) {
        Late one = late.remove(random.nextInt(late.size()));
        if (deletesBeforePut) {
          redis.client.del("onepass:balance:" + one.balance().uid());
        }
        node.put(List.of(one.balance()), one.generation());
        int account = (int) one.balance().uid().value() - 1;
        told[account] = Math.max(told[account], one.balance().version());
      }
    }

    private Balance balance(int account) {
      return new Balance(uid(account), Money.ofCents(database[account]), database[account]);
    }

    private static Uid uid(int account) {
      return new Uid(account + 1L);
    }
  }
}
