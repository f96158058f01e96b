// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.domain.Accounts;
import dev.onepass.domain.BalanceReader;
import dev.onepass.domain.Services;
import dev.onepass.domain.TappedStore;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.memory.InMemoryLedger;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.fault.Fault;
import dev.onepass.testkit.fault.FaultQueue;
import dev.onepass.testkit.fault.Faulty;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BalanceReaderTest {

  private static final Uid ALICE = new Uid(1);
  private static final Uid BOB = new Uid(2);
  private static final Uid NOBODY = new Uid(9);

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final InMemoryLedger books = new MemoryDatabase(time).ledger();
  private final FaultQueue faults = new FaultQueue();
  private final TappedStore store =
      new TappedStore(Faulty.port(LedgerStore.class, books, Dependency.DATABASE, faults));
  private final CallCounter calls =
      new CallCounter(
          Faulty.port(BalanceCache.class, new InMemoryBalanceCache(), Dependency.CACHE, faults));
  private final GuardedCache cache = new GuardedCache(calls, time, Runnable::run);
  private final BalanceReader reader = Services.reader(store, cache, time);

  @BeforeEach
  void openAccounts() {
    cache.renew();
    calls.total = 0;
    Accounts.open(books, 1, "1.00");
    Accounts.open(books, 2, "2.00");
  }

  @Test
  void whatTheCacheDoesNotKnowComesFromTheDatabaseOnce() {
    Map<Uid, Balance> cold = reader.read(List.of(ALICE, BOB));
    databaseIsAway();

    assertThat(reader.read(List.of(BOB, ALICE))).isEqualTo(cold);
    assertThat(cold.get(ALICE).amount()).isEqualTo(Money.of("1.00"));
    // Two looks and one filling.
    assertThat(calls.total).isEqualTo(3);
  }

  @Test
  void knownAndUnknownAccountsAreMixedInOneAnswer() {
    reader.read(List.of(ALICE));

    assertThat(reader.read(List.of(ALICE, NOBODY, BOB, ALICE))).containsOnlyKeys(ALICE, BOB);
  }

  /** Who asks for accounts at random, or for a new user again and again, costs no statements. */
  @Test
  void thatAnAccountDoesNotExistIsRememberedUntilItDoes() {
    reader.read(List.of(NOBODY));
    faults.add("balances", Fault.REQUEST_LOST);
    assertThat(reader.read(List.of(NOBODY))).isEmpty();

    Accounts.open(books, NOBODY.value(), "3.00");
    cache.committed(books.balances(List.of(NOBODY)).values(), cache.generation());

    assertThat(reader.read(List.of(NOBODY))).containsOnlyKeys(NOBODY);
  }

  /** As one that was taken over with 0.00: of the same version as none. */
  @Test
  void anAccountThatNeverChangedIsNotTakenForNone() {
    Balance empty = new Balance(NOBODY, Money.ZERO, 0);
    Accounts.corrupt(books, empty);

    assertThat(reader.read(List.of(NOBODY))).containsValue(empty);
    assertThat(reader.read(List.of(NOBODY))).containsValue(empty);
    reader.loadCache();
    assertThat(reader.read(List.of(NOBODY))).containsValue(empty);
  }

  @Test
  void whoDoesNotWaitIsToldTheSame() {
    List<Uid> all = List.of(ALICE, NOBODY, BOB, ALICE);
    Map<Uid, Balance> cold = readAsync(all);
    assertThat(cold).containsOnlyKeys(ALICE, BOB).isEqualTo(reader.readPastCache(all));
    databaseIsAway();

    assertThat(readAsync(all)).isEqualTo(cold).isEqualTo(reader.read(all));
    assertThat(readAsync(List.of())).isEmpty();
    assertThatThrownBy(() -> readAsync(List.of(ALICE, new Uid(77))))
        .hasCauseInstanceOf(UnavailableException.class);
  }

  @Test
  void whoDoesNotWaitIsToldFromTheDatabaseWhileTheCacheIsAway() {
    Map<Uid, Balance> cold = readAsync(List.of(ALICE));
    faults.add("view", Fault.REQUEST_LOST);

    assertThat(readAsync(List.of(ALICE))).isEqualTo(cold);
  }

  private Map<Uid, Balance> readAsync(List<Uid> uids) {
    return reader.readAsync(uids).toCompletableFuture().join();
  }

  @Test
  void nobodyAskedForIsNobodyFoundWithoutAnyCall() {
    databaseIsAway();

    assertThat(reader.read(Set.of())).isEmpty();
    assertThat(reader.readPastCache(Set.of())).isEmpty();
    assertThat(calls.total).isZero();
  }

  @Test
  void pastTheCacheMeansTheDatabaseAndTeachesTheCache() {
    reader.read(List.of(ALICE));
    Balance corrected = new Balance(ALICE, Money.of("7.00"), 2);
    Accounts.corrupt(books, corrected);

    assertThat(reader.read(List.of(ALICE)).get(ALICE).version()).isEqualTo(1);
    assertThat(reader.readPastCache(List.of(ALICE))).containsValue(corrected);
    assertThat(reader.read(List.of(ALICE))).containsValue(corrected);
  }

  @Test
  void aCacheThatBeganAnewMeanwhileDoesNotLearnWhatMayBeOldNews() {
    store.beforeAnswer = cache::renew;

    reader.read(List.of(ALICE));

    assertThat(cache.view(List.of(ALICE))).isEmpty();
  }

  @Test
  void aDeadCacheIsReadPast() {
    faults.add("view", Fault.REQUEST_LOST);

    assertThat(reader.read(List.of(ALICE, BOB))).hasSize(2);
  }

  @Test
  void aDeadDatabaseIsTold() {
    databaseIsAway();

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> reader.read(List.of(ALICE)));
  }

  @Test
  void afterAFailureTheNextOneReads() {
    for (int i = 0; i < 10; i++) {
      faults.add("balances", Fault.REQUEST_LOST);
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> reader.readPastCache(List.of(ALICE)));
    }

    assertThat(reader.readPastCache(List.of(ALICE))).hasSize(1);
  }

  @Test
  void loadingTellsTheCacheEveryBalance() {
    for (int uid = 3; uid <= 2_500; uid++) {
      Accounts.open(books, uid, "1.00");
    }

    assertThat(reader.loadCache().loaded()).isEqualTo(2_500);
    databaseIsAway();

    assertThat(reader.read(List.of(ALICE, new Uid(2_500)))).hasSize(2);
  }

  @Test
  void loadingForgetsWhatTheDatabaseNeverSaid() {
    Balance invented = new Balance(NOBODY, Money.of("1.00"), 99);
    cache.put(List.of(invented), cache.generation());

    reader.loadCache();

    assertThat(reader.read(List.of(NOBODY))).isEmpty();
  }

  @Test
  void loadingADeadCacheIsNoSuccess() {
    faults.add("put", Fault.REQUEST_LOST);

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(reader::loadCache)
        .satisfies(e -> assertThat(e.dependency()).isEqualTo(Dependency.CACHE));
  }

  private void databaseIsAway() {
    faults.add("balances", Fault.REQUEST_LOST, Fault.REQUEST_LOST);
  }
}
