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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BalanceCache} must do. Each test begins with an empty cache, and with memory
 * enough to forget nothing of the little that is put.
 */
public abstract class BalanceCacheContract {

  private static final Uid ONE = uid(1);

  protected abstract BalanceCache cache();

  /** Another node's client of the same cache; the same object if there is but one client. */
  protected abstract BalanceCache anotherClient();

  /** Makes the cache lose all it knows behind its clients' back, if anything can. */
  protected abstract void loseMemory();

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
  void aViewTellsTheGenerationThatTheClientKnowsFromThenOn() {
    long seen = generation();
    assertThat(cache().generation()).isEqualTo(seen);
    assertThat(generation()).isEqualTo(seen);
    cache().put(List.of(balance(5, 50)), seen);
    assertThat(generation()).as("a put begins no generation").isEqualTo(seen);
  }

  @Test
  void invalidateForgetsAllAndBeginsANewGeneration() {
    long before = generation();
    cache().put(List.of(balance(5, 50), new Balance(uid(2), Money.ZERO, 1)), before);
    cache().invalidate();
    assertThat(cache().view(List.of(ONE, uid(2))).found()).isEmpty();
    assertThat(generation()).isNotEqualTo(before);
  }

  @Test
  void aLossOfMemoryBeginsANewGeneration() {
    long before = generation();
    cache().put(List.of(balance(5, 50)), before);
    loseMemory();
    assertThat(served()).isEmpty();
    assertThat(generation()).isNotEqualTo(before);
  }

  @Test
  void noGenerationComesBack() {
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      seen.add(generation());
      cache().invalidate();
      seen.add(generation());
      loseMemory();
    }
    assertThat(seen).doesNotHaveDuplicates();
  }

  @Test
  void whatIsReadUnderTheNewGenerationIsServed() {
    cache().put(List.of(balance(5, 50)), generation());
    loseMemory();
    cache().put(List.of(balance(7, 70)), generation());
    assertThat(served()).contains(balance(7, 70));
  }

  /** Read before the loss, it may be older than what was served in between and is forgotten now. */
  @Test
  void aPutThatWasDelayedOverALossOfMemoryIsNotServed() {
    long early = generation();
    cache().put(List.of(balance(6, 60)), early);
    assertThat(served()).contains(balance(6, 60));
    loseMemory();
    cache().put(List.of(balance(5, 50)), early);
    assertThat(served()).isEmpty();
  }

  @Test
  void aPutThatWasDelayedOverAnInvalidationIsNotServed() {
    long early = generation();
    anotherClient().invalidate();
    cache().put(List.of(balance(5, 50)), early);
    assertThat(served()).isEmpty();
    assertThat(anotherClient().view(List.of(ONE)).found()).isEmpty();
  }

  @Test
  void aClientThatMissedTheNewGenerationIsNotBelieved() {
    generation();
    BalanceCache other = anotherClient();
    other.view(List.of(ONE));
    loseMemory();
    long outdated = cache().generation();
    boolean missed = outdated != other.view(List.of(ONE)).generation();
    cache().put(List.of(balance(5, 50)), outdated);
    Optional<Balance> found = Optional.ofNullable(other.view(List.of(ONE)).found().get(ONE));
    assertThat(found.isPresent()).isEqualTo(!missed);
  }

  @Test
  void ofADelayedPutTheVersionIsAFloorForThoseToCome() {
    long early = generation();
    loseMemory();
    cache().put(List.of(balance(7, 70)), early);
    long now = generation();
    cache().put(List.of(balance(6, 60)), now);
    assertThat(served()).as("below the floor").isEmpty();
    cache().put(List.of(balance(7, 70)), now);
    assertThat(served()).as("at the floor").contains(balance(7, 70));
  }

  @Test
  void aDelayedPutNeverReplacesWhatIsServed() {
    long early = generation();
    loseMemory();
    cache().put(List.of(balance(8, 80)), generation());
    cache().put(List.of(balance(7, 70)), early);
    assertThat(served()).contains(balance(8, 80));
    cache().put(List.of(balance(8, 81)), early);
    assertThat(served()).contains(balance(8, 80));
  }

  @Test
  void aDelayedPutOfANewerVersionHidesAnOlderOne() {
    long early = generation();
    loseMemory();
    cache().put(List.of(balance(5, 50)), generation());
    cache().put(List.of(balance(7, 70)), early);
    assertThat(served()).isEmpty();
    cache().put(List.of(balance(6, 60)), generation());
    assertThat(served()).isEmpty();
    cache().put(List.of(balance(8, 80)), generation());
    assertThat(served()).contains(balance(8, 80));
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

  private long generation() {
    return cache().view(List.of(ONE)).generation();
  }

  private Optional<Balance> served() {
    return Optional.ofNullable(cache().view(List.of(ONE)).found().get(ONE));
  }

  private static Balance balance(long version, long cents) {
    return new Balance(ONE, Money.ofCents(cents), version);
  }
}
