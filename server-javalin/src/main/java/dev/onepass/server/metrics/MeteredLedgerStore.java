// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.metrics;

import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerDecision;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Uid;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Times the ledger's transactions and counts what each decides: once a group. Thread-safe. */
public final class MeteredLedgerStore implements LedgerStore {

  private static final String CONFLICT = "conflict";
  private static final String UNAVAILABLE = "unavailable";

  private final LedgerStore store;
  private final MeterRegistry meters;
  private final DistributionSummary groups;
  private final Timer committed;
  private final Timer conflict;
  private final Timer unavailable;
  private final Timer failed;
  private final Retries retries;

  public MeteredLedgerStore(LedgerStore store, MeterRegistry meters) {
    this.store = store;
    this.meters = meters;
    groups = meters.summary("onepass.ledger.group.size");
    committed = transactions("committed");
    conflict = transactions(CONFLICT);
    unavailable = transactions(UNAVAILABLE);
    failed = transactions("failed");
    retries = new Retries(meters, "transaction", List.of(CONFLICT, UNAVAILABLE));
  }

  @Override
  public <T> T transact(LedgerReads reads, LedgerDecision<T> decision) {
    Timer.Sample sample = Timer.start(meters);
    Timer outcome = failed;
    try {
      Counted<T> counted = store.transact(reads, snapshot -> count(decision.decide(snapshot)));
      outcome = committed;
      groups.record(counted.decided());
      return counted.result();
    } catch (ConflictException e) {
      outcome = conflict;
      retries.count(CONFLICT);
      throw e;
    } catch (UnavailableException e) {
      outcome = unavailable;
      retries.count(UNAVAILABLE);
      throw e;
    } finally {
      sample.stop(outcome);
    }
  }

  @Override
  public Map<Uid, Balance> balances(Collection<Uid> uids) {
    return store.balances(uids);
  }

  @Override
  public void eachBalance(int pageSize, Consumer<Collection<Balance>> sink) {
    store.eachBalance(pageSize, sink);
  }

  private Timer transactions(String outcome) {
    return meters.timer("onepass.ledger.transactions", "outcome", outcome);
  }

  private static <T> LedgerDecision.Decided<Counted<T>> count(LedgerDecision.Decided<T> made) {
    int decided = made.changes().transfers().size() + made.changes().refusals().size();
    return new LedgerDecision.Decided<>(made.changes(), new Counted<>(made.result(), decided));
  }

  private record Counted<T>(T result, int decided) {}
}
