// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.Accounts;
import dev.onepass.domain.TappedStore;
import dev.onepass.domain.TaskQueue;
import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.domain.model.LedgerSettings;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.memory.InMemoryLedger;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.fault.FaultQueue;
import dev.onepass.testkit.fault.Faulty;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;

/** A ledger with one writer on books in memory, whose tasks and time are moved by hand. */
abstract class LedgerFixture {

  static final LedgerSettings SETTINGS =
      LedgerSettings.DEFAULT.withWriters(1).withQueueCapacity(8).withMaxGroup(8);
  static final Duration LONG = Duration.ofMinutes(1);

  final ManualTimekeeper time = new ManualTimekeeper();
  final TaskQueue tasks = new TaskQueue();
  final FaultQueue faults = new FaultQueue();
  final MemoryDatabase database = new MemoryDatabase(time);
  final InMemoryLedger books = database.ledger();
  final TappedStore store =
      new TappedStore(Faulty.port(LedgerStore.class, books, Dependency.DATABASE, faults));
  final InMemoryBalanceCache remembered = new InMemoryBalanceCache();
  final GuardedCache cache =
      new GuardedCache(
          Faulty.port(BalanceCache.class, remembered, Dependency.CACHE, faults), time, tasks);
  final Ledger ledger = ledger(tasks);

  Uid alice;
  Uid bob;
  Uid carol;

  @BeforeEach
  void openAccounts() {
    cache.renew();
    alice = Accounts.open(books, 1, "10.00");
    bob = Accounts.open(books, 2, "10.00");
    carol = Accounts.open(books, 3, "10.00");
  }

  Ledger ledger(Executor executor) {
    return new Ledger(store, cache, time, executor, new Random(1), SETTINGS);
  }

  CompletionStage<TransferOutcome> transfer(String id, Uid source, Uid target, String amount) {
    return ledger.transfer(command(id, source, target, amount));
  }

  static TransferCommand command(String id, Uid source, Uid target, String amount) {
    // Spaces make ids readable in the tests, and are not allowed.
    return new TransferCommand(
        RequestId.ofCaller(id.replace(' ', '-')), source, target, Money.of(amount));
  }

  <T> T done(CompletionStage<T> answer) {
    tasks.runAll();
    return outcome(answer);
  }

  <T> T outcomeInTime(CompletionStage<T> answer) {
    runAll(LONG);
    return outcome(answer);
  }

  void runAll(Duration duration) {
    long end = time.nanoTime() + duration.toNanos();
    tasks.runAll();
    while (time.nanoTime() < end) {
      time.advance(Duration.ofMillis(1));
      tasks.runAll();
    }
  }

  static <T> T outcome(CompletionStage<T> answer) {
    assertThat(answer.toCompletableFuture()).isCompleted();
    return answer.toCompletableFuture().join();
  }

  static Throwable failure(CompletionStage<?> answer) {
    assertThat(answer.toCompletableFuture()).isCompletedExceptionally();
    return answer.toCompletableFuture().handle((outcome, e) -> e).join();
  }
}
