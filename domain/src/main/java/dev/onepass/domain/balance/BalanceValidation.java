// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.domain.balance.ValidationReport.Repair;
import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.ledger.AuditEntry;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerSnapshot;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.time.Timekeeper;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what an account is said to hold with what its journal adds up to, and on request makes
 * the stored and the cached balance follow the journal. Never touches the journal. Thread-safe;
 * blocks for the database.
 */
public final class BalanceValidation {

  /** The action under which the audit log shows a repair. */
  public static final String REPAIR_BALANCE = "REPAIR_BALANCE";

  private static final int TRIES_MAX = 5;

  private final LedgerStore store;
  private final GuardedCache cache;
  private final Timekeeper timekeeper;

  public BalanceValidation(LedgerStore store, GuardedCache cache, Timekeeper timekeeper) {
    this.store = store;
    this.cache = cache;
    this.timekeeper = timekeeper;
  }

  /**
   * Examines an account; stored balance and journal are read while nobody can change them.
   *
   * @param expected what the caller thinks the account holds
   * @param repair whether to repair what does not follow the journal. A journal that adds up to no
   *     possible balance (below zero, or above the largest) is reported and repairs nothing
   * @return empty if there is no such account
   * @throws ConflictException if other transactions kept getting in the way; nothing was done
   * @throws dev.onepass.ports.error.UnavailableException if the database did not answer; a repair
   *     may have been made
   */
  public Optional<ValidationReport> validate(Uid uid, Money expected, boolean repair) {
    long generation = cache.generation();
    return examine(uid, repair).map(examined -> report(expected, examined, repair, generation));
  }

  private Optional<Examined> examine(Uid uid, boolean repair) {
    LedgerReads reads = new LedgerReads(Set.of(uid), Set.of(), Set.of(), Set.of(uid));
    for (int tries = 1; ; tries++) {
      try {
        return store.transact(reads, snapshot -> decide(uid, snapshot, repair));
      } catch (ConflictException e) {
        if (tries == TRIES_MAX) {
          throw e;
        }
      }
    }
  }

  private Decided<Optional<Examined>> decide(Uid uid, LedgerSnapshot snapshot, boolean repair) {
    Balance found = snapshot.balances().get(uid);
    if (found == null) {
      return new Decided<>(LedgerChanges.NONE, Optional.empty());
    }
    Money journal = snapshot.journalTotals().getOrDefault(uid, Money.ZERO);
    if (!repair || found.amount().equals(journal) || !isPossible(journal)) {
      return new Decided<>(LedgerChanges.NONE, Optional.of(new Examined(found, journal, found)));
    }
    Balance repaired = new Balance(uid, journal, found.version() + 1);
    return new Decided<>(
        correct(found, repaired), Optional.of(new Examined(found, journal, repaired)));
  }

  private LedgerChanges correct(Balance found, Balance repaired) {
    String detail =
        "balance %s (version %d) follows the journal: %s (version %d)"
            .formatted(found.amount(), found.version(), repaired.amount(), repaired.version());
    AuditEntry audit =
        new AuditEntry(
            found.uid(), REPAIR_BALANCE, detail, timekeeper.now().truncatedTo(ChronoUnit.MILLIS));
    return new LedgerChanges(List.of(), List.of(), List.of(repaired), List.of(), List.of(audit));
  }

  private ValidationReport report(
      Money expected, Examined examined, boolean repair, long generation) {
    Balance found = examined.found();
    Balance cached = cached(found.uid());
    boolean valid =
        found.amount().equals(expected)
            && found.amount().equals(examined.journal())
            && (cached == null || agrees(cached, found));
    return new ValidationReport(
        found.uid(),
        expected,
        found.amount(),
        examined.journal(),
        cached == null ? null : cached.amount(),
        valid,
        repair ? finishRepair(examined, cached, generation) : List.of());
  }

  private List<Repair> finishRepair(Examined examined, @Nullable Balance cached, long generation) {
    List<Repair> repaired = new ArrayList<>();
    Balance kept = examined.kept();
    if (!kept.equals(examined.found())) {
      repaired.add(Repair.STORED_BALANCE);
      // Also if the cache does not know the account: somebody may be about to tell it the old one.
      cache.committed(List.of(kept), generation);
    }
    if (cached != null && !agrees(cached, kept)) {
      repaired.add(Repair.CACHED_BALANCE);
      correctCache(kept, generation);
    }
    return repaired;
  }

  private void correctCache(Balance kept, long generation) {
    cache.put(List.of(kept), generation);
    Balance cached = cached(kept.uid());
    if (cached != null && !agrees(cached, kept)) {
      // It clings to a greater version.
      cache.renew();
    }
  }

  private boolean agrees(Balance cached, Balance stored) {
    // A newer one is of a transfer since; unless the database knows none so new: then it is of a
    // history that the database lost.
    return cached.version() > stored.version() ? isCommitted(cached) : cached.equals(stored);
  }

  private boolean isCommitted(Balance cached) {
    Balance stored = store.balances(List.of(cached.uid())).get(cached.uid());
    return stored != null && stored.version() >= cached.version();
  }

  private @Nullable Balance cached(Uid uid) {
    return cache.inspect(List.of(uid)).get(uid);
  }

  private static boolean isPossible(Money balance) {
    return !balance.isNegative() && !Money.MAX.isLessThan(balance);
  }

  /**
   * What the transaction saw.
   *
   * @param kept the balance it left behind; {@code found} if it repaired nothing
   */
  private record Examined(Balance found, Money journal, Balance kept) {}
}
