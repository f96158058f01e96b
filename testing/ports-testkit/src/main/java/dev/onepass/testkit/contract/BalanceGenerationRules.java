// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.Uids.uid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a balance cache makes of balances that were read before it lost its memory. */
abstract class BalanceGenerationRules {

  static final Uid ONE = uid(1);

  protected abstract BalanceCache cache();

  /** Another node's client of the same cache; the same object if there is but one client. */
  protected abstract BalanceCache anotherClient();

  /** Makes the cache lose all it knows behind its clients' back, if anything can. */
  protected abstract void loseMemory();

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

  long generation() {
    return cache().view(List.of(ONE)).generation();
  }

  Optional<Balance> served() {
    return Optional.ofNullable(cache().view(List.of(ONE)).found().get(ONE));
  }

  static Balance balance(long version, long cents) {
    return new Balance(ONE, Money.ofCents(cents), version);
  }
}
