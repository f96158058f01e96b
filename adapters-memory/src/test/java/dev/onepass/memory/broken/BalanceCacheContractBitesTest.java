// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.contract.BalanceCacheContract;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class BalanceCacheContractBitesTest {

  @Test
  void aCacheWhereTheLastWriterWinsIsCaught() {
    assertThat(Bites.failedOf(LastWriterWins.class))
        .contains(
            "anOlderVersionNeverReplacesANewer",
            "aPutThatWasDelayedOverALossOfMemoryIsNotServed",
            "noHistoryEverServesAnOlderBalanceThanBefore");
  }

  @Test
  void aCacheThatBelievesAnOldGenerationIsCaught() {
    assertThat(Bites.failedOf(BelievesOldGenerations.class))
        .contains("aPutThatWasDelayedOverALossOfMemoryIsNotServed");
  }

  @Test
  void aCacheThatKeepsNoFloorIsCaught() {
    assertThat(Bites.failedOf(KeepsNoFloor.class))
        .contains("ofADelayedPutTheVersionIsAFloorForThoseToCome");
  }

  @Test
  void aCacheWhoseGenerationStaysIsCaught() {
    assertThat(Bites.failedOf(GenerationStays.class))
        .contains(
            "invalidateForgetsAllAndBeginsANewGeneration", "aLossOfMemoryBeginsANewGeneration");
  }

  @Test
  void aCacheThatComparesVersionsAsTextIsCaught() {
    assertThat(Bites.failedOf(ComparesAsText.class)).contains("versionsAreComparedAsNumbers");
  }

  @Test
  void aCacheThatComparesVersionsAsDoublesIsCaught() {
    assertThat(Bites.failedOf(ComparesAsDoubles.class)).contains("versionsAreComparedExactly");
  }

  /** The cache in memory, with one bug. */
  private abstract static class Broken extends BalanceCacheContract implements BalanceCache {

    final InMemoryBalanceCache real = new InMemoryBalanceCache();

    @Override
    protected BalanceCache cache() {
      return this;
    }

    @Override
    protected BalanceCache anotherClient() {
      return this;
    }

    @Override
    protected void loseMemory() {
      invalidate();
    }

    @Override
    public View view(Collection<Uid> uids) {
      return real.view(uids);
    }

    @Override
    public long generation() {
      return real.generation();
    }

    @Override
    public void put(Collection<Balance> balances, long generation) {
      real.put(balances, generation);
    }

    @Override
    public void invalidate() {
      real.invalidate();
    }
  }

  static class LastWriterWins extends Broken {

    private final Map<Uid, Balance> kept = new ConcurrentHashMap<>();

    @Override
    public View view(Collection<Uid> uids) {
      Map<Uid, Balance> found = new HashMap<>(kept);
      found.keySet().retainAll(uids);
      return new View(found, real.generation());
    }

    @Override
    public void put(Collection<Balance> balances, long generation) {
      balances.forEach(balance -> kept.put(balance.uid(), balance));
    }

    @Override
    public void invalidate() {
      kept.clear();
      real.invalidate();
    }
  }

  static class BelievesOldGenerations extends Broken {

    @Override
    public void put(Collection<Balance> balances, long generation) {
      real.put(balances, real.generation());
    }
  }

  static class KeepsNoFloor extends Broken {

    @Override
    public void put(Collection<Balance> balances, long generation) {
      if (generation == real.generation()) {
        real.put(balances, generation);
      }
    }
  }

  static class GenerationStays extends LastWriterWins {

    @Override
    public View view(Collection<Uid> uids) {
      return new View(super.view(uids).found(), generation());
    }

    @Override
    public long generation() {
      return 1;
    }
  }

  private abstract static class Compares extends LastWriterWins {

    abstract boolean replaces(Balance kept, Balance offered);

    @Override
    public void put(Collection<Balance> balances, long generation) {
      for (Balance offered : balances) {
        Balance kept = view(List.of(offered.uid())).found().get(offered.uid());
        if (kept == null || replaces(kept, offered)) {
          super.put(List.of(offered), generation);
        }
      }
    }
  }

  static class ComparesAsText extends Compares {

    @Override
    boolean replaces(Balance kept, Balance offered) {
      return Long.toString(offered.version()).compareTo(Long.toString(kept.version())) >= 0;
    }
  }

  static class ComparesAsDoubles extends Compares {

    @Override
    boolean replaces(Balance kept, Balance offered) {
      return (double) offered.version() >= (double) kept.version();
    }
  }
}
