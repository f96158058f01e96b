// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.onepass.domain.Accounts;
import dev.onepass.domain.balance.ValidationReport.Repair;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.memory.InMemoryLedger;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.AuditEntry;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.fault.Fault;
import dev.onepass.testkit.fault.FaultQueue;
import dev.onepass.testkit.fault.Faulty;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.util.Collections;
import java.util.List;
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
      new BalanceValidation(
          Faulty.port(LedgerStore.class, books, Dependency.DATABASE, faults), cache, time);

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
    faults.add("transact", Fault.CONFLICT, Fault.CONFLICT);
    assertThat(validate(FIVE, false).valid()).isTrue();

    faults.add("transact", Collections.nCopies(5, Fault.CONFLICT).toArray(Fault[]::new));
    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> validate(FIVE, false));
  }

  private ValidationReport validate(Money expected, boolean repair) {
    return validation.validate(uid, expected, repair).orElseThrow();
  }

  private void cached(Money amount, long version) {
    cache.put(List.of(new Balance(uid, amount, version)), cache.generation());
  }
}
