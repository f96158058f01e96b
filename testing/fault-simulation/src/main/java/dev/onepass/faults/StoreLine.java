// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.faults.Weather.Party;
import dev.onepass.memory.InMemoryLedger;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.JournalTotal;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The books as one process reaches them; every commit is shown to the model. */
final class StoreLine implements LedgerStore, Journal {

  private final Wire wire;
  private final InMemoryLedger real;

  StoreLine(Wire wire, InMemoryLedger real) {
    this.wire = wire;
    this.real = real;
  }

  @Override
  public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
    return wire.transact(
        "transact",
        () -> {
          List<LedgerChanges> written = new ArrayList<>(1);
          T result =
              real.transact(
                  reads,
                  snapshot -> {
                    LedgerDecision.Decided<T> decided = decide(decision, snapshot);
                    wire.rollBackPerhaps();
                    written.add(decided.changes());
                    return decided;
                  });
          wire.world().committed(wire.process(), reads, written.get(0));
          return result;
        });
  }

  private <T> LedgerDecision.Decided<T> decide(
      LedgerDecision<T> decision, dev.onepass.ports.ledger.LedgerSnapshot snapshot) {
    NodeProcess process = wire.process();
    process.inTransaction(true);
    try {
      return decision.decide(snapshot);
    } catch (RuntimeException e) {
      wire.world().judge.threw("decision", e);
      throw e;
    } finally {
      process.inTransaction(false);
    }
  }

  @Override
  public Map<Uid, Balance> balances(Collection<Uid> uids) {
    List<Uid> wanted = List.copyOf(uids);
    return wire.call(Party.DATABASE, "balances", () -> real.balances(wanted));
  }

  @Override
  public void eachBalance(int pageSize, Consumer<Collection<Balance>> sink) {
    List<Balance> all = new ArrayList<>();
    wire.call(
        Party.DATABASE,
        "each balance",
        () -> {
          real.eachBalance(pageSize, all::addAll);
          return all;
        });
    for (Balance balance : all) {
      wire.world().pause(wire.process());
      sink.accept(List.of(balance));
    }
  }

  @Override
  public List<Transfer> page(Uid uid, long beforeVersion, int limit) {
    return wire.call(Party.DATABASE, "page", () -> real.page(uid, beforeVersion, limit));
  }

  @Override
  public Optional<JournalTotal> addUp(Uid uid) {
    return wire.call(Party.DATABASE, "add up", () -> real.addUp(uid));
  }

  @Override
  public Map<Uid, Money> swept(BatchId batch, Collection<Uid> uids) {
    return wire.call(Party.DATABASE, "swept", () -> real.swept(batch, uids));
  }
}
