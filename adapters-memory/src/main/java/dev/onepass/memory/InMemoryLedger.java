// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.ledger.AuditEntry;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.JournalTotal;
import dev.onepass.ports.ledger.LedgerDecision;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Consumer;

/** The books of a {@link MemoryDatabase}. Thread-safe; always available. */
public final class InMemoryLedger implements LedgerStore, Journal {

  private final Tables tables;

  InMemoryLedger(Tables tables) {
    this.tables = tables;
  }

  @Override
  public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
    synchronized (tables) {
      LedgerDecision.Decided<T> decided = decision.decide(tables.read(reads));
      tables.write(decided.changes());
      return decided.result();
    }
  }

  @Override
  public Map<Uid, Balance> balances(Collection<Uid> uids) {
    synchronized (tables) {
      return tables.balances(uids);
    }
  }

  @Override
  public void eachBalance(int pageSize, Consumer<Collection<Balance>> sink) {
    // The sink is called outside the monitor: it may take its time, or call the ledger.
    List<Balance> page = balancesAfter(Uid.EXTERNAL, pageSize);
    while (!page.isEmpty()) {
      sink.accept(page);
      page = balancesAfter(page.get(page.size() - 1).uid(), pageSize);
    }
  }

  private List<Balance> balancesAfter(Uid uid, int limit) {
    synchronized (tables) {
      return tables.balances.tailMap(uid, false).values().stream().limit(limit).toList();
    }
  }

  @Override
  public List<Transfer> page(Uid uid, long beforeVersion, int limit) {
    synchronized (tables) {
      return tables.journal.of(uid).headMap(beforeVersion, false).descendingMap().values().stream()
          .limit(limit)
          .toList();
    }
  }

  @Override
  public Optional<JournalTotal> addUp(Uid uid) {
    synchronized (tables) {
      NavigableMap<Long, Transfer> entries = tables.journal.of(uid);
      return Optional.ofNullable(tables.balances.get(uid))
          .map(
              balance ->
                  new JournalTotal(
                      balance,
                      tables.journal.total(uid, LedgerReads.FROM_THE_BEGINNING),
                      entries.isEmpty() ? 0 : entries.lastKey()));
    }
  }

  @Override
  public Map<Uid, Money> swept(BatchId batch, Collection<Uid> uids) {
    Map<Uid, Money> swept = new HashMap<>();
    synchronized (tables) {
      for (Uid uid : uids) {
        Money sum = tables.journal.swept(batch, uid);
        if (sum.isPositive()) {
          swept.put(uid, sum);
        }
      }
    }
    return swept;
  }

  /** The audit log, oldest entry first. */
  public List<AuditEntry> audits() {
    synchronized (tables) {
      return List.copyOf(tables.audits);
    }
  }
}
