// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Counts transactions, chokes on poisoned ones, and lets other things happen meanwhile. */
public final class TappedStore implements LedgerStore {

  public int transactions;

  /** Request ids that no transaction survives recording. */
  public Set<RequestId> poison = Set.of();

  /** Happens when the database has done its part, before the answer arrives. */
  public Runnable beforeAnswer = () -> {};

  private final LedgerStore real;

  public TappedStore(LedgerStore real) {
    this.real = real;
  }

  @Override
  public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
    transactions++;
    T result =
        real.transact(
            reads,
            snapshot -> {
              LedgerDecision.Decided<T> decided = decision.decide(snapshot);
              requireHarmless(decided.changes());
              return decided;
            });
    beforeAnswer.run();
    return result;
  }

  private void requireHarmless(LedgerChanges changes) {
    if (Stream.concat(changes.transfers().stream(), changes.refusals().stream())
        .anyMatch(record -> poison.contains(record.requestId()))) {
      throw new IllegalStateException("poisoned");
    }
  }

  @Override
  public Map<Uid, Balance> balances(Collection<Uid> uids) {
    Map<Uid, Balance> balances = real.balances(uids);
    beforeAnswer.run();
    return balances;
  }

  @Override
  public void eachBalance(int pageSize, Consumer<Collection<Balance>> sink) {
    real.eachBalance(pageSize, sink);
  }
}
