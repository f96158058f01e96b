// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerDecision;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Counts transactions, and chokes on those that concern poisoned request ids. */
final class CountingStore implements LedgerStore {

  int transactions;
  Set<RequestId> poison = Set.of();
  private final LedgerStore real;

  CountingStore(LedgerStore real) {
    this.real = real;
  }

  @Override
  public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
    transactions++;
    if (reads.requestIds().stream().anyMatch(poison::contains)) {
      throw new IllegalStateException("poisoned");
    }
    return real.transact(reads, decision);
  }

  @Override
  public Map<Uid, Balance> balances(Collection<Uid> uids) {
    return real.balances(uids);
  }

  @Override
  public void eachBalance(int pageSize, Consumer<Collection<Balance>> sink) {
    real.eachBalance(pageSize, sink);
  }
}
