// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.domain.ledger.Ledger;
import dev.onepass.domain.model.LedgerSettings;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.mysql.MySqlAdapter;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.time.SystemTimekeeper;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** Ours, as a program that embeds it calls it: no HTTP, the balances cached in this JVM. */
public final class Library implements AutoCloseable {

  private final SystemTimekeeper time = new SystemTimekeeper();
  private final ExecutorService executor = Executors.newFixedThreadPool(8);
  private final MySqlAdapter database;
  private final Ledger ledger;
  private final int accounts;

  /**
   * Connects, and makes or adopts the tables.
   *
   * @param accounts 1 to this many trade
   */
  public Library(BenchDatabase database, int accounts) {
    this.accounts = accounts;
    this.database = MySqlAdapter.connect(database.config());
    GuardedCache cache = new GuardedCache(new InMemoryBalanceCache(), time, executor);
    ledger =
        new Ledger(
            this.database.ledger(), cache, time, executor, new Random(), LedgerSettings.DEFAULT);
  }

  /** A single caller blocks, as programs do that have nothing else to do; more of them do not. */
  public Figures run(int callers, TradePattern trades, Duration duration) throws Exception {
    return callers == 1
        ? ClosedLoop.blocking(List.of(() -> transfer(trades).toCompletableFuture().get()), duration)
        : ClosedLoop.chained(callers, () -> transfer(trades), duration);
  }

  /** Callers who read the newest page of some account's journal. */
  public Figures readJournal(int callers, int limit, Duration duration) throws Exception {
    ClosedLoop.Question question =
        () ->
            database
                .journal()
                .page(
                    new Uid(ThreadLocalRandom.current().nextLong(1, accounts + 1)),
                    Long.MAX_VALUE,
                    limit);
    return ClosedLoop.blocking(Collections.nCopies(callers, question), duration);
  }

  private CompletionStage<TransferOutcome> transfer(TradePattern trades) {
    TradePattern.Trade trade = trades.next(accounts);
    return ledger
        .transfer(
            new TransferCommand(
                new RequestId(UUID.randomUUID().toString()),
                new Uid(trade.from()),
                new Uid(trade.to()),
                Money.ofCents(trade.cents())))
        .thenApply(Library::requirePosted);
  }

  private static TransferOutcome requirePosted(TransferOutcome outcome) {
    if (!(outcome instanceof TransferOutcome.Posted)) {
      throw new IllegalStateException("not posted: " + outcome);
    }
    return outcome;
  }

  @Override
  public void close() {
    ledger.close().toCompletableFuture().join();
    database.close();
    executor.shutdown();
    time.close();
  }
}
