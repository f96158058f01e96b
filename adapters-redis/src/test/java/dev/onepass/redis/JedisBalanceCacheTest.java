// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.BalanceCache.View;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The balance script on a real Redis, beyond what the contract asks of every cache. */
class JedisBalanceCacheTest {

  private static final Uid UID = new Uid(1001);
  private static final String KEY = "onepass:balance:1001";

  private static RedisServer redis;
  private final BalanceCache cache = redis.adapter.balances();

  @BeforeAll
  static void start() {
    redis = new RedisServer();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void forgetEverything() {
    redis.client.flushAll();
  }

  private static Balance balance(long version) {
    return new Balance(UID, Money.ofCents(version % 1_000_000), version);
  }

  private long generation() {
    return cache.view(List.of()).generation();
  }

  @Test
  void theEntryIsReadableToPeople() {
    long generation = generation();

    cache.put(List.of(new Balance(UID, Money.of("50000.5"), 7)), generation);

    assertThat(redis.client.get(KEY)).isEqualTo(generation + "|7|50000.50");
  }

  @Test
  void versionsAreComparedExactlyHoweverLarge() {
    long generation = generation();
    cache.put(List.of(balance(Long.MAX_VALUE)), generation);

    cache.put(List.of(balance(Long.MAX_VALUE - 1)), generation);
    cache.put(List.of(balance(99)), generation);

    assertThat(cache.view(List.of(UID)).found()).containsEntry(UID, balance(Long.MAX_VALUE));
  }

  @Test
  void oldNewsLeavesAFloorThatOnlyItsOwnVersionOrANewerPasses() {
    cache.put(List.of(balance(7)), Generation.NONE);
    long generation = generation();
    assertThat(redis.client.get(KEY)).isEqualTo(generation + "|7|");

    cache.put(List.of(balance(6)), generation);
    assertThat(cache.view(List.of(UID)).found()).isEmpty();
    cache.put(List.of(balance(7)), generation);

    assertThat(cache.view(List.of(UID)).found()).containsEntry(UID, balance(7));
  }

  @Test
  void anInvalidatedVersionIsNoFloor() {
    cache.put(List.of(balance(900)), generation());

    cache.invalidate();
    cache.put(List.of(balance(3)), cache.generation());

    assertThat(cache.view(List.of(UID)).found()).containsEntry(UID, balance(3));
  }

  @Test
  void allNodesSeeOneGeneration() {
    try (RedisAdapter other = redis.connect(0)) {
      cache.invalidate();

      assertThat(other.balances().view(List.of()).generation()).isEqualTo(cache.generation());
    }
  }

  @Test
  void oneDuplicateInABulkDoesNotUndoTheOther() {
    long generation = generation();

    cache.put(List.of(balance(8), balance(7)), generation);

    assertThat(cache.view(List.of(UID, UID)).found()).containsEntry(UID, balance(8));
  }

  @Test
  void entriesExpireWithinADayButNotTogether() {
    List<Uid> uids = LongStream.rangeClosed(1, 50).mapToObj(Uid::new).toList();

    cache.put(uids.stream().map(uid -> new Balance(uid, Money.ZERO, 1)).toList(), generation());

    List<Long> seconds =
        uids.stream().map(uid -> redis.client.ttl("onepass:balance:" + uid)).toList();
    assertThat(seconds).allSatisfy(ttl -> assertThat(ttl).isBetween(22 * 3600L, 24 * 3600L));
    assertThat(seconds.stream().distinct().count()).isGreaterThan(10);
  }

  /** Else who asks for accounts at random fills the memory. */
  @Test
  void thatThereIsNoSuchAccountIsKeptForSeconds() {
    cache.put(List.of(Balance.none(UID)), generation());

    assertThat(cache.view(List.of(UID)).found()).containsValue(Balance.none(UID));
    assertThat(redis.client.ttl(KEY)).isBetween(1L, 10L);

    cache.put(List.of(balance(1)), generation());
    assertThat(redis.client.ttl(KEY)).isGreaterThan(3600L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"100.00", "%d|", "%d|7", "%d|x|1.00", "%d|7|x", "%d|7|-1.00", "%d|7|1|1"})
  void aForeignEntryIsPassedOver(String entry) {
    redis.client.set(KEY, entry.formatted(generation()));

    assertThat(cache.view(List.of(UID)).found()).isEmpty();
  }

  @Test
  void aForeignEntryIsOverwritten() {
    long generation = generation();
    redis.client.set(KEY, "100.00");

    cache.put(List.of(balance(7)), generation);

    assertThat(cache.view(List.of(UID)).found()).containsEntry(UID, balance(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "x|abc", "|abc"})
  void aForeignGenerationIsReplaced(String foreign) {
    redis.client.set("onepass:generation", foreign);

    cache.put(List.of(balance(7)), generation());

    assertThat(cache.view(List.of(UID)).found()).containsEntry(UID, balance(7));
  }

  @Test
  void tensOfThousandsGoInOneCall() {
    List<Uid> uids = LongStream.rangeClosed(1, 20_001).mapToObj(Uid::new).toList();
    List<Balance> balances =
        uids.stream().map(uid -> new Balance(uid, Money.ofCents(uid.value()), 1)).toList();

    cache.put(balances, generation());
    View view = cache.view(uids);

    assertThat(view.found().values()).containsExactlyInAnyOrderElementsOf(balances);
  }

  @Test
  void scriptsComeBackWhenRedisForgotThem() {
    long generation = generation();
    cache.put(List.of(balance(1)), generation);
    redis.client.scriptFlush("onepass");

    cache.put(List.of(balance(2)), generation);

    assertThat(cache.view(List.of(UID)).found()).containsEntry(UID, balance(2));
  }
}
