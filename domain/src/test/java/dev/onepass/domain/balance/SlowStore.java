// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerDecision;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Reads balances when the test lets it, and says how far each statement is. */
final class SlowStore implements LedgerStore {

  final AtomicInteger statements = new AtomicInteger();

  /** Let a statement read, and answer. */
  final Semaphore mayRead = new Semaphore(0);

  final Semaphore mayAnswer = new Semaphore(0);

  /** Count the statements that have come, and have read. */
  private final Semaphore begun = new Semaphore(0);

  private final Semaphore read = new Semaphore(0);

  /** Statements with this number or a later one fail. */
  volatile int failFrom = Integer.MAX_VALUE;

  private final LedgerStore real;

  SlowStore(LedgerStore real) {
    this.real = real;
  }

  void awaitBegun(int count) throws InterruptedException {
    await(begun, count);
  }

  void awaitRead(int count) throws InterruptedException {
    await(read, count);
  }

  @Override
  public Map<Uid, Balance> balances(Collection<Uid> uids) {
    int number = statements.incrementAndGet();
    begun.release();
    mayRead.acquireUninterruptibly();
    Map<Uid, Balance> balances = real.balances(uids);
    read.release();
    mayAnswer.acquireUninterruptibly();
    if (number >= failFrom) {
      throw new IllegalStateException("statement " + number);
    }
    return balances;
  }

  @Override
  public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
    return real.transact(reads, decision);
  }

  @Override
  public void eachBalance(int pageSize, Consumer<Collection<Balance>> sink) {
    real.eachBalance(pageSize, sink);
  }

  private static void await(Semaphore semaphore, int count) throws InterruptedException {
    if (!semaphore.tryAcquire(count, 60, TimeUnit.SECONDS)) {
      throw new AssertionError("waited a minute for a statement");
    }
  }
}
