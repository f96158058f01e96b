// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearTableTest {

  /** It may forget, but what it knows is what it was told last. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8, 9, 100, 4_000})
  void whatItKnowsIsTrue(int accounts) {
    Random random = new Random(accounts);
    NearTable table = new NearTable(accounts);
    Map<Uid, Balance> told = new HashMap<>();
    int found = 0;
    for (int step = 0; step < 20_000; step++) {
      Uid uid = new Uid(1 + random.nextInt(1_000) * (random.nextBoolean() ? 1L : 1L << 40));
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          Balance balance = balance(uid.value(), step);
          table.put(balance);
          told.put(uid, balance);
        }
        case 3 -> {
          table.remove(uid.value());
          told.remove(uid);
        }
        default -> {
          Map<Uid, Balance> known = find(table, uid.value());
          if (!known.isEmpty()) {
            assertThat(known).containsOnly(Map.entry(uid, told.get(uid)));
            found++;
          }
        }
      }
      assertThat(table.size()).isBetween(0, told.size());
    }
    assertThat(found).isPositive();
    table.clear();
    assertThat(table.size()).isZero();
    assertThat(find(table, LongStream.rangeClosed(1, 1_000).toArray())).isEmpty();
  }

  @Test
  void thereIsRoomForTheAccountsOfHalfItsSize() {
    NearTable table = new NearTable(20_000);
    LongStream.rangeClosed(1, 10_000).forEach(uid -> table.put(balance(uid, 1)));
    assertThat(table.size()).isGreaterThan(9_900);
  }

  /** Ten times as many others pass through. */
  @Test
  void whoIsAskedForOftenStays() {
    NearTable table = new NearTable(1_000);
    long[] often = LongStream.rangeClosed(1, 100).toArray();
    for (long uid : often) {
      table.put(balance(uid, 1));
    }
    for (long other = 1_000; other < 11_000; other++) {
      table.put(balance(other, 1));
      find(table, often);
    }
    assertThat(find(table, often).size()).isGreaterThan(90);
  }

  @Test
  void whatWasFoundBeforeIsNotForgotten() {
    NearTable table = new NearTable(10);
    table.put(balance(1, 5));
    NearLookup lookup = new NearLookup(List.of(new Uid(1), new Uid(2)));
    assertThat(table.find(lookup)).isEqualTo(1);
    table.remove(1);
    table.put(balance(2, 6));
    assertThat(table.find(lookup)).isZero();
    assertThat(lookup.balances().values()).containsExactlyInAnyOrder(balance(1, 5), balance(2, 6));
  }

  private static Map<Uid, Balance> find(NearTable table, long... uids) {
    NearLookup lookup = new NearLookup(LongStream.of(uids).mapToObj(Uid::new).toList());
    table.find(lookup);
    return lookup.balances();
  }

  private static Balance balance(long uid, long version) {
    return new Balance(new Uid(uid), Money.ofCents(100 * version + 7), version);
  }
}
