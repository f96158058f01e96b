// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.Uids.uid;
import static dev.onepass.testkit.data.Uids.uids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.race.Race;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BalanceCache} must do. Each test begins with an empty cache, and with memory
 * enough to forget nothing of the little that is put.
 */
public abstract class BalanceCacheContract extends BalanceGenerationRules {

  @Test
  void anUnknownAccountIsNotFound() {
    BalanceCache.View view = cache().view(List.of(ONE, uid(2)));
    assertThat(view.found()).isEmpty();
  }

  @Test
  void noAccountsAreNoError() {
    assertThat(cache().view(List.of()).found()).isEmpty();
    cache().put(List.of(), generation());
  }

  @Test
  void whatWasPutIsServedToTheLastField() {
    Balance large = new Balance(uid(Long.MAX_VALUE), Money.MAX, Long.MAX_VALUE / 4);
    Balance zero = new Balance(uid(2), Money.ZERO, 1);
    Balance odd = new Balance(uid(3), Money.of("71992547409.93"), 3);
    cache().put(List.of(large, zero, odd), generation());
    assertThat(cache().view(List.of(large.uid(), uid(2), uid(3), uid(4))).found())
        .isEqualTo(Map.of(large.uid(), large, uid(2), zero, uid(3), odd));
  }

  @Test
  void whoDoesNotWaitIsServedTheSame() {
    cache().put(List.of(balance(5, 50)), generation());
    for (int i = 0; i < 3; i++) {
      BalanceCache.View view = cache().viewAsync(List.of(ONE, uid(2))).toCompletableFuture().join();
      assertThat(view).isEqualTo(cache().view(List.of(ONE, uid(2))));
      assertThat(view.found()).containsOnly(Map.entry(ONE, balance(5, 50)));
    }
  }

  @Test
  void onlyWhatWasAskedForIsServed() {
    cache().put(List.of(balance(5, 50), new Balance(uid(2), Money.ZERO, 1)), generation());
    assertThat(cache().view(List.of(ONE)).found()).containsOnlyKeys(ONE);
  }

  @Test
  void anotherClientIsServedTheSame() {
    cache().put(List.of(balance(5, 50)), generation());
    assertThat(anotherClient().view(List.of(ONE)).found()).containsValue(balance(5, 50));
  }

  @Test
  void aThousandBalancesAreKeptAtOnce() {
    List<Balance> many =
        uids(1, 1_000).stream().map(uid -> new Balance(uid, Money.ofCents(7), 1)).toList();
    cache().put(many, generation());
    assertThat(cache().view(uids(1, 1_000)).found()).hasSize(1_000);
  }

  @Test
  void aNewerVersionReplacesAnOlder() {
    cache().put(List.of(balance(5, 50)), generation());
    cache().put(List.of(balance(6, 60)), generation());
    assertThat(served()).contains(balance(6, 60));
  }

  @Test
  void anOlderVersionNeverReplacesANewer() {
    cache().put(List.of(balance(6, 60)), generation());
    cache().put(List.of(balance(5, 50)), generation());
    assertThat(served()).contains(balance(6, 60));
  }

  /** Nine has more digits' worth in text order than ten: versions are numbers. */
  @Test
  void versionsAreComparedAsNumbers() {
    cache().put(List.of(balance(9, 90)), generation());
    cache().put(List.of(balance(10, 100)), generation());
    assertThat(served()).contains(balance(10, 100));
    cache().put(List.of(balance(9, 90)), generation());
    assertThat(served()).contains(balance(10, 100));
  }

  /** Versions beyond 2^53 are not exact in a double. */
  @Test
  void versionsAreComparedExactly() {
    long huge = (1L << 53) + 1;
    cache().put(List.of(balance(huge, 2)), generation());
    cache().put(List.of(balance(huge - 1, 1)), generation());
    assertThat(served()).contains(balance(huge, 2));
  }

  @Test
  void theSameVersionIsTakenAgain() {
    cache().put(List.of(balance(5, 50)), generation());
    cache().put(List.of(balance(5, 51)), generation());
    assertThat(served()).contains(balance(5, 51));
  }

  @Test
  void oneRefusedBalanceDoesNotKeepOutTheOthers() {
    cache().put(List.of(balance(6, 60)), generation());
    Balance other = new Balance(uid(2), Money.of("2"), 1);
    cache().put(List.of(balance(5, 50), other), generation());
    assertThat(cache().view(List.of(ONE, uid(2))).found())
        .isEqualTo(Map.of(ONE, balance(6, 60), uid(2), other));
  }

  @Test
  void manyThreadsNeverSeeAnAccountGoBack() {
    AtomicLong database = new AtomicLong(1);
    Race.of(
        4,
        node ->
            () -> {
              BalanceCache client = node % 2 == 0 ? cache() : anotherClient();
              long newest = 0;
              for (int i = 0; i < 100; i++) {
                BalanceCache.View view = client.view(List.of(ONE));
                Balance found = view.found().get(ONE);
                if (found != null) {
                  assertThat(found.version()).isGreaterThanOrEqualTo(newest);
                  newest = found.version();
                }
                long version = i % 3 == 0 ? database.incrementAndGet() : database.get();
                client.put(List.of(balance(version, version)), view.generation());
              }
              return true;
            });
    assertThat(served().orElseThrow().version()).isEqualTo(database.get());
  }

  /** Random nodes, delays and losses; the one rule is that no account ever goes back. */
  @Test
  void noHistoryEverServesAnOlderBalanceThanBefore() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<Uid, Balance> database = new HashMap<>();
    Map<Uid, Long> served = new HashMap<>();
    DelayedPut[] delayed = new DelayedPut[4];
    for (int step = 0; step < 400; step++) {
      Uid uid = uid(1 + random.nextInt(3));
      BalanceCache client = random.nextBoolean() ? cache() : anotherClient();
      long generation = client.view(List.of(uid)).generation();
      Balance current = database.getOrDefault(uid, Balance.none(uid));
      if (random.nextInt(3) > 0) {
        current = current.plus(Money.ofCents(1));
        database.put(uid, current);
      }
      int slot = random.nextInt(delayed.length);
      if (delayed[slot] != null) {
        client.put(List.of(delayed[slot].balance()), delayed[slot].generation());
      }
      delayed[slot] = new DelayedPut(current, generation);
      if (random.nextInt(25) == 0) {
        loseMemory();
      }
      Balance found = client.view(List.of(uid)).found().get(uid);
      if (found != null) {
        long before = served.getOrDefault(uid, 0L);
        assertThat(found.version())
            .as("seed %s, step %s", seed, step)
            .isGreaterThanOrEqualTo(before);
        served.put(uid, found.version());
      }
    }
  }

  private record DelayedPut(Balance balance, long generation) {}
}
