// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.onepass.domain.Accounts;
import dev.onepass.domain.BalanceReader;
import dev.onepass.domain.Services;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.memory.InMemoryLedger;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many who ask for the same cold account at once. */
class StampedeTest {

  private static final Uid COLD = new Uid(1);
  private static final int AT_ONCE = 4;
  private static final int MANY = 1_000_000;

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final InMemoryLedger books = new MemoryDatabase(time).ledger();
  private final SlowStore store = new SlowStore(books);
  // A cache that is never renewed, so that everyone asks the database.
  private final GuardedCache cache = new GuardedCache(new InMemoryBalanceCache(), time, task -> {});
  private final BalanceReader reader = Services.reader(store, cache, time);

  private record Asker(Thread thread, FutureTask<Map<Uid, Balance>> answer) {

    Balance balance() throws Exception {
      return answer.get(60, TimeUnit.SECONDS).get(COLD);
    }
  }

  @BeforeEach
  void openAccount() {
    Accounts.open(books, COLD.value(), "1.00");
  }

  @AfterEach
  void letAllGo() {
    store.mayRead.release(MANY);
    store.mayAnswer.release(MANY);
  }

  @Test
  void whoeverComesWhileAllStatementsAreBusySharesTheNextOne() throws Exception {
    List<Asker> askers = ask(AT_ONCE);
    store.awaitBegun(AT_ONCE);
    List<Asker> stampede = ask(60);
    awaitWaiting(stampede);

    store.mayRead.release(MANY);
    store.mayAnswer.release(MANY);

    askers.addAll(stampede);
    for (Asker asker : askers) {
      assertThat(asker.balance().amount()).isEqualTo(Money.of("1.00"));
    }
    assertThat(store.statements).hasValue(AT_ONCE + 1);
  }

  @Test
  void nobodySharesAStatementThatBeganBeforeTheyCame() throws Exception {
    store.mayRead.release(MANY);
    List<Asker> early = ask(AT_ONCE);
    store.awaitRead(AT_ONCE);
    Accounts.corrupt(books, new Balance(COLD, Money.of("2.00"), 2));

    List<Asker> late = ask(1);
    awaitWaiting(late);
    store.mayAnswer.release(MANY);

    assertThat(early.get(0).balance().version()).isEqualTo(1);
    assertThat(late.get(0).balance().version()).isEqualTo(2);
  }

  @Test
  void aFailureIsToldToAllWhoShareItAndToNobodyElse() throws Exception {
    store.failFrom = AT_ONCE + 1;
    List<Asker> first = ask(AT_ONCE);
    store.awaitBegun(AT_ONCE);
    List<Asker> sharing = ask(3);
    awaitWaiting(sharing);

    store.mayRead.release(MANY);
    store.mayAnswer.release(MANY);

    assertThat(first.get(0).balance().version()).isEqualTo(1);
    for (Asker asker : sharing) {
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(asker::balance)
          .withCauseInstanceOf(IllegalStateException.class);
    }
    store.failFrom = Integer.MAX_VALUE;
    assertThat(reader.read(List.of(COLD))).containsOnlyKeys(COLD);
  }

  private List<Asker> ask(int count) {
    List<Asker> askers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var answer = new FutureTask<>(() -> reader.read(List.of(COLD)));
      Thread thread = new Thread(answer, "asker " + i);
      thread.setDaemon(true);
      thread.start();
      askers.add(new Asker(thread, answer));
    }
    return askers;
  }

  /** Waits until each stands still behind a statement of others. */
  private static void awaitWaiting(List<Asker> askers) {
    Instant limit = Instant.now().plus(Duration.ofMinutes(1));
    for (Asker asker : askers) {
      while (!isWaiting(asker.thread())) {
        assertThat(Instant.now()).isBefore(limit);
        Thread.onSpinWait();
      }
    }
  }

  private static boolean isWaiting(Thread thread) {
    Object blocker = LockSupport.getBlocker(thread);
    return blocker != null
        && blocker.getClass().getName().startsWith(CompletableFuture.class.getName());
  }
}
