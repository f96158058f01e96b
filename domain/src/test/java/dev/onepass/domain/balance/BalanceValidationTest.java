// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.onepass.domain.Accounts;
import dev.onepass.domain.BalanceValidation;
import dev.onepass.domain.Services;
import dev.onepass.domain.model.ValidationReport;
import dev.onepass.domain.model.ValidationReport.Repair;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.memory.InMemoryLedger;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.AuditEntry;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.JournalTotal;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.fault.Fault;
import dev.onepass.testkit.fault.FaultQueue;
import dev.onepass.testkit.fault.Faulty;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BalanceValidationTest {

  private static final Money FIVE = Money.of("5.00");
  private static final Money SIX = Money.of("6.00");

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final InMemoryLedger books = new MemoryDatabase(time).ledger();
  private final FaultQueue faults = new FaultQueue();
  private final GuardedCache cache =
      new GuardedCache(new InMemoryBalanceCache(), time, Runnable::run);
  private final BalanceValidation validation =
      Services.validation(
          Faulty.port(LedgerStore.class, books, Dependency.DATABASE, faults),
          Faulty.port(Journal.class, books, Dependency.DATABASE, faults),
          cache,
          time);

  private Uid uid;

  @BeforeEach
  void openAccount() {
    cache.renew();
    uid = Accounts.open(books, 1, "5.00");
  }

  @Test
  void whatAllAgreeOnIsValid() {
    cached(FIVE, 1);

    assertThat(validate(FIVE, true))
        .isEqualTo(new ValidationReport(uid, FIVE, FIVE, FIVE, FIVE, true, List.of()));
    assertThat(books.audits()).isEmpty();
  }

  @Test
  void aCacheThatDoesNotKnowTheAccountIsNoMistake() {
    assertThat(validate(FIVE, false))
        .isEqualTo(new ValidationReport(uid, FIVE, FIVE, FIVE, null, true, List.of()));
  }

  @Test
  void anotherExpectationIsNotValidAndNothingToRepair() {
    assertThat(validate(SIX, true))
        .isEqualTo(new ValidationReport(uid, SIX, FIVE, FIVE, null, false, List.of()));
    assertThat(books.audits()).isEmpty();
  }

  @Test
  void anAccountThatDoesNotExistIsNotReported() {
    assertThat(validation.validate(new Uid(2), FIVE, true)).isEmpty();
  }

  @Test
  void aStoredBalanceThatLeftTheJournalIsOnlyReportedUnlessAsked() {
    Accounts.corrupt(books, new Balance(uid, SIX, 1));

    ValidationReport report = validate(SIX, false);

    assertThat(report).isEqualTo(new ValidationReport(uid, SIX, SIX, FIVE, null, false, List.of()));
    assertThat(Accounts.amount(books, uid)).isEqualTo(SIX);
  }

  @Test
  void repairMakesStoreAndCacheFollowTheJournalAndLeavesATrace() {
    Accounts.corrupt(books, new Balance(uid, SIX, 1));
    cached(SIX, 1);
    List<Transfer> journal = books.page(uid, Long.MAX_VALUE, 10);

    ValidationReport report = validate(FIVE, true);

    assertThat(report.valid()).isFalse();
    assertThat(report.stored()).isEqualTo(SIX);
    assertThat(report.cached()).isEqualTo(SIX);
    assertThat(report.repaired()).containsExactly(Repair.STORED_BALANCE, Repair.CACHED_BALANCE);
    Balance repaired = new Balance(uid, FIVE, 2);
    assertThat(books.balances(List.of(uid))).containsValue(repaired);
    assertThat(cache.view(List.of(uid))).containsValue(repaired);
    assertThat(books.page(uid, Long.MAX_VALUE, 10)).isEqualTo(journal);
    assertThat(books.audits())
        .containsExactly(
            new AuditEntry(
                uid,
                "REPAIR_BALANCE",
                "balance 6.00 (version 1) follows the journal: 5.00 (version 2)",
                time.now()));
    assertThat(validate(FIVE, false).valid()).isTrue();
  }

  @Test
  void repairReachesACacheThatIsAboutToLearnTheOldBalance() {
    Balance wrong = new Balance(uid, SIX, 1);
    Accounts.corrupt(books, wrong);

    validate(FIVE, true);
    cache.put(List.of(wrong), cache.generation());

    assertThat(cache.view(List.of(uid))).containsValue(new Balance(uid, FIVE, 2));
  }

  @Test
  void aWrongCachedBalanceIsRepairedAlone() {
    cached(SIX, 1);

    ValidationReport report = validate(FIVE, true);

    assertThat(report)
        .isEqualTo(
            new ValidationReport(
                uid, FIVE, FIVE, FIVE, SIX, false, List.of(Repair.CACHED_BALANCE)));
    assertThat(cache.view(List.of(uid))).containsValue(new Balance(uid, FIVE, 1));
    assertThat(books.audits()).isEmpty();
  }

  @Test
  void aCacheThatRemembersAHistoryTheDatabaseLostForgetsIt() {
    cached(SIX, 99);

    ValidationReport report = validate(FIVE, true);

    assertThat(report.valid()).isFalse();
    assertThat(report.repaired()).containsExactly(Repair.CACHED_BALANCE);
    assertThat(cache.view(List.of(uid))).isEmpty();
  }

  @Test
  void aJournalThatIsNoPossibleBalanceIsReportedAndRepairsNothing() {
    // Its only row is a debit: the credits before it are gone.
    Uid broken = Accounts.openWithDebitOnly(books, 7, "3.00");

    ValidationReport report = validation.validate(broken, Money.ZERO, true).orElseThrow();

    assertThat(report.journal()).isEqualTo(Money.of("-3.00"));
    assertThat(report.valid()).isFalse();
    assertThat(report.repaired()).isEmpty();
  }

  @Test
  void aConflictIsTriedAgainAFewTimes() {
    Accounts.corrupt(books, new Balance(uid, SIX, 1));
    faults.add("transact", Fault.CONFLICT, Fault.CONFLICT);
    assertThat(validate(FIVE, true).repaired()).containsExactly(Repair.STORED_BALANCE);

    Accounts.corrupt(books, new Balance(uid, SIX, 2));
    faults.add("transact", Collections.nCopies(5, Fault.CONFLICT).toArray(Fault[]::new));
    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> validate(FIVE, true));
  }

  @Test
  void whatNeedsNoRepairLocksNothing() {
    faults.add("transact", Collections.nCopies(9, Fault.CONFLICT).toArray(Fault[]::new));
    assertThat(validate(FIVE, true).valid()).isTrue();
    Accounts.corrupt(books, new Balance(uid, SIX, 1));
    assertThat(validate(SIX, false).valid()).isFalse();
  }

  /** Between the look without a lock and the repair somebody pays in. */
  @Test
  void whatTheJournalHasGotSinceIsPartOfTheRepair() {
    Accounts.corrupt(books, new Balance(uid, SIX, 1));

    ValidationReport report = whileAddingUp(() -> Accounts.deposit(books, uid, "0.40"));

    assertThat(report.stored()).isEqualTo(Money.of("6.40"));
    assertThat(report.journal()).isEqualTo(Money.of("5.40"));
    assertThat(books.balances(List.of(uid))).containsValue(new Balance(uid, Money.of("5.40"), 3));
  }

  @Test
  void whatSomebodyElseHasRepairedSinceStaysAsItIs() {
    Accounts.corrupt(books, new Balance(uid, SIX, 1));

    ValidationReport report =
        whileAddingUp(() -> Accounts.corrupt(books, new Balance(uid, FIVE, 2)));

    assertThat(report.repaired()).isEmpty();
    assertThat(books.balances(List.of(uid))).containsValue(new Balance(uid, FIVE, 2));
  }

  /** The version is set back, and the journal goes on in a gap below its last entry. */
  @Test
  void entriesBelowTheLastAreNotForgotten() {
    Accounts.corrupt(books, new Balance(uid, FIVE, 7));
    Accounts.deposit(books, uid, "1.00");
    Accounts.corrupt(books, new Balance(uid, Money.of("9.00"), 8));

    whileAddingUp(
        () -> {
          Accounts.corrupt(books, new Balance(uid, Money.of("9.00"), 3));
          Accounts.deposit(books, uid, "0.40");
        });

    assertThat(Accounts.amount(books, uid)).isEqualTo(Money.of("6.40"));
  }

  /** Validates and repairs, while something happens after the journal was added up. */
  private ValidationReport whileAddingUp(Runnable happening) {
    Journal slow =
        new Journal() {
          @Override
          public List<Transfer> page(Uid account, long beforeVersion, int limit) {
            return books.page(account, beforeVersion, limit);
          }

          @Override
          public Optional<JournalTotal> addUp(Uid account) {
            Optional<JournalTotal> total = books.addUp(account);
            happening.run();
            return total;
          }

          @Override
          public Map<Uid, Money> swept(BatchId batch, Collection<Uid> uids) {
            return books.swept(batch, uids);
          }
        };
    return Services.validation(books, slow, cache, time).validate(uid, FIVE, true).orElseThrow();
  }

  private ValidationReport validate(Money expected, boolean repair) {
    return validation.validate(uid, expected, repair).orElseThrow();
  }

  private void cached(Money amount, long version) {
    cache.put(List.of(new Balance(uid, amount, version)), cache.generation());
  }
}
