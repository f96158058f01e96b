// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.domain.model.ValidationReport;
import dev.onepass.domain.model.ValidationReport.Repair;
import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.ledger.AuditEntry;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.JournalTotal;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what an account is said to hold with what its journal adds up to, and on request makes
 * the stored and the cached balance follow the journal. Never touches the journal. Thread-safe;
 * blocks for the database.
 *
 * <p>A journal may be long: it is added up without a lock, so that nobody waits for that. Only if
 * it shows something to repair the account is locked, and what the journal has got since is added.
 */
public final class BalanceValidation {

  /** The action under which the audit log shows a repair. */
  public static final String REPAIR_BALANCE = "REPAIR_BALANCE";

  private static final int TRIES_MAX = 5;

  private final LedgerStore store;
  private final Journal journal;
  private final GuardedCache cache;
  private final Timekeeper timekeeper;

  BalanceValidation(LedgerStore store, Journal journal, GuardedCache cache, Timekeeper timekeeper) {
    this.store = store;
    this.journal = journal;
    this.cache = cache;
    this.timekeeper = timekeeper;
  }

  /**
   * Examines an account: its stored balance and its journal, as of one moment.
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
    JournalTotal seen = journal.addUp(uid).orElse(null);
    if (seen == null) {
      return Optional.empty();
    }
    Examined unchanged = new Examined(seen.balance(), seen.total(), seen.balance());
    return Optional.of(
        repair && isToBeRepaired(seen.balance(), seen.total()) ? repair(seen) : unchanged);
  }

  private static boolean isToBeRepaired(Balance stored, Money total) {
    return !stored.amount().equals(total) && isPossible(total);
  }

  private Examined repair(JournalTotal seen) {
    Uid uid = seen.balance().uid();
    // Whoever has set the version back may have had entries made in a gap below the last.
    return repair(uid, seen.total(), seen.lastVersion())
        .or(() -> repair(uid, Money.ZERO, LedgerReads.FROM_THE_BEGINNING))
        .orElseThrow();
  }

  /** Repairs what is known to add up to so much at a version; empty if that may not be so. */
  private Optional<Examined> repair(Uid uid, Money known, long atVersion) {
    LedgerReads reads = new LedgerReads(Set.of(uid), Set.of(), Set.of(), Map.of(uid, atVersion));
    for (int tries = 1; ; tries++) {
      try {
        return store.transact(reads, snapshot -> decide(uid, snapshot, known, atVersion));
      } catch (ConflictException e) {
        if (tries == TRIES_MAX) {
          throw e;
        }
      }
    }
  }

  private Decided<Optional<Examined>> decide(
      Uid uid, LedgerSnapshot snapshot, Money known, long atVersion) {
    Balance found = snapshot.balances().getOrDefault(uid, Balance.none(uid));
    if (found.version() < atVersion) {
      return new Decided<>(LedgerChanges.NONE, Optional.empty());
    }
    Money total = known.plus(snapshot.journalTotals().getOrDefault(uid, Money.ZERO));
    if (!isToBeRepaired(found, total)) {
      return new Decided<>(LedgerChanges.NONE, Optional.of(new Examined(found, total, found)));
    }
    Balance repaired = new Balance(uid, total, found.version() + 1);
    return new Decided<>(
        correct(found, repaired), Optional.of(new Examined(found, total, repaired)));
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
   * What was seen.
   *
   * @param kept the balance that was left behind; {@code found} if nothing was repaired
   */
  private record Examined(Balance found, Money journal, Balance kept) {}
}
