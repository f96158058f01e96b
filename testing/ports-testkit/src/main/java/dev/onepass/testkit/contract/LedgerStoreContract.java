// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.contract.Bookkeeper.posting;
import static dev.onepass.testkit.contract.Bookkeeper.reads;
import static dev.onepass.testkit.data.TransferBuilder.aTransfer;
import static dev.onepass.testkit.data.Uids.uid;
import static dev.onepass.testkit.data.Uids.uids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.ledger.AuditEntry;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerSnapshot;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What every {@link dev.onepass.ports.ledger.LedgerStore} must do. Each test begins with an empty
 * store. What belongs to batch items is in {@link ItemStoreContract}.
 */
public abstract class LedgerStoreContract extends LedgerUniquenessRules {

  /** The audit log as stored, in any order: no port reads it. */
  protected abstract Collection<AuditEntry> audits();

  @Test
  void anAccountThatNeverChangedDoesNotExist() {
    assertThat(ledger().balances(uids(1, 3))).isEmpty();
    assertThat(books().snapshot(reads(Set.of(uid(1)), Set.of())).balances()).isEmpty();
  }

  @Test
  void noAccountsAskedForIsNoError() {
    assertThat(ledger().balances(List.of())).isEmpty();
    LedgerSnapshot snapshot = books().snapshot(reads(Set.of(), Set.of()));
    assertThat(snapshot.balances()).isEmpty();
    assertThat(snapshot.recorded()).isEmpty();
    assertThat(snapshot.fences()).isEmpty();
    assertThat(snapshot.journalTotals()).isEmpty();
  }

  @Test
  void handsBackTheResultOfADecisionThatIsAskedOnce() {
    AtomicInteger asked = new AtomicInteger();
    String result =
        ledger()
            .transact(
                reads(Set.of(), Set.of()),
                snapshot -> new Decided<>(LedgerChanges.NONE, "asked " + asked.incrementAndGet()));
    assertThat(result).isEqualTo("asked 1");
  }

  @Test
  void whatWasWrittenIsReadBackToTheLastField() {
    Balance rich = books().deposit(uid(1), 10_050);
    Balance poor = books().deposit(uid(Long.MAX_VALUE), 1);
    Transfer posted = aTransfer().id("posted").from(rich).to(poor).cents(999).build();
    Refusal refused =
        aTransfer()
            .id("refused")
            .from(rich)
            .to(Balance.none(uid(7)))
            .cents(5)
            .refused(Refusal.Reason.CREDIT_ACCOUNT_NOT_FOUND);
    AuditEntry audit =
        new AuditEntry(uid(1), "REPAIR_BALANCE", "from 1.00 to 2.00 (é, 余额)", posted.at());

    books()
        .write(
            new LedgerChanges(
                List.of(posted),
                List.of(refused),
                List.of(posted.creditAfter(), rich.minus(posted.amount())),
                List.of(),
                List.of(audit)));

    assertThat(books().recorded("posted", "refused", "unknown"))
        .hasSize(2)
        .containsEntry(posted.requestId(), posted)
        .containsEntry(refused.requestId(), refused);
    assertThat(books().balance(uid(1))).isEqualTo(new Balance(uid(1), Money.of("90.51"), 2));
    assertThat(books().balance(poor.uid())).isEqualTo(posted.creditAfter());
    assertThat(audits()).containsExactly(audit);
  }

  @Test
  void everyKindReasonAndExtremeIsKept() {
    Balance max = new Balance(uid(1), Money.MAX, Long.MAX_VALUE / 2);
    String longest = "x".repeat(160);
    Balance account = Balance.none(uid(1));
    for (TransferKind kind : TransferKind.values()) {
      Transfer transfer = aTransfer().id("kind:" + kind).kind(kind).to(account).build();
      account = transfer.creditAfter();
      books().write(posting(transfer));
      assertThat(books().recorded("kind:" + kind)).containsValue(transfer);
    }
    for (Refusal.Reason reason : Refusal.Reason.values()) {
      Refusal refusal = aTransfer().id("why:" + reason).from(max).cents(1).refused(reason);
      books()
          .write(new LedgerChanges(List.of(), List.of(refusal), List.of(), List.of(), List.of()));
      assertThat(books().recorded("why:" + reason)).containsValue(refusal);
    }
    Transfer all =
        aTransfer()
            .id(longest)
            .from(max)
            .to(Balance.none(uid(2)))
            .cents(Money.MAX.cents())
            .at(Instant.parse("2037-12-31T23:59:59.999Z"))
            .build();
    books().write(posting(all));
    assertThat(books().recorded(longest)).containsValue(all);
    assertThat(books().balance(uid(2)).amount()).isEqualTo(Money.MAX);
  }

  @Test
  void showsADecisionWhatItAskedForAndNoMore() {
    books().deposit("deposit:1", uid(1), 100);
    books().deposit("deposit:2", uid(2), 200);
    LedgerSnapshot snapshot =
        books().snapshot(reads(Set.of(uid(1), uid(9)), Set.of(new RequestId("deposit:2"))));
    assertThat(snapshot.balances()).containsOnlyKeys(uid(1));
    assertThat(snapshot.balances().get(uid(1))).isEqualTo(new Balance(uid(1), Money.of("1"), 1));
    assertThat(snapshot.recorded()).containsOnlyKeys(new RequestId("deposit:2"));
    assertThat(snapshot.journalTotals()).isEmpty();
  }

  @Test
  void addsUpAJournalAsCreditsLessDebits() {
    books().deposit(uid(1), 1_000);
    books().deposit(uid(2), 50);
    books().transfer("a", uid(1), uid(2), 300);
    books().transfer("b", uid(2), uid(1), 25);
    LedgerReads reads =
        new LedgerReads(
            Set.of(uid(1), uid(2), uid(3), uid(4)),
            Set.of(),
            Set.of(),
            Map.of(
                uid(1),
                LedgerReads.FROM_THE_BEGINNING,
                uid(2),
                LedgerReads.FROM_THE_BEGINNING,
                uid(3),
                LedgerReads.FROM_THE_BEGINNING));
    assertThat(books().snapshot(reads).journalTotals())
        .hasSize(3)
        .containsEntry(uid(1), Money.of("7.25"))
        .containsEntry(uid(2), Money.of("3.25"))
        .containsEntry(uid(3), Money.ZERO);
  }

  @Test
  void addsUpAJournalFromAVersionOn() {
    books().deposit(uid(1), 1_000);
    books().deposit(uid(2), 50);
    books().transfer("a", uid(1), uid(2), 300);
    books().transfer("b", uid(2), uid(1), 25);
    Map<Uid, Long> after = Map.of(uid(1), 1L, uid(2), 3L);

    LedgerReads reads = new LedgerReads(after.keySet(), Set.of(), Set.of(), after);

    assertThat(books().snapshot(reads).journalTotals())
        .containsEntry(uid(1), Money.of("-2.75"))
        .containsEntry(uid(2), Money.ZERO);
  }

  @Test
  void writesNothingAndHoldsNothingIfTheDecisionThrows() {
    books().deposit(uid(1), 100);
    IllegalStateException thrown = new IllegalStateException("of the decision's own");
    assertThatThrownBy(
            () ->
                ledger()
                    .transact(
                        reads(Set.of(uid(1)), Set.of()),
                        snapshot -> {
                          throw thrown;
                        }))
        .isSameAs(thrown);
    assertThat(books().deposit(uid(1), 1).amount()).isEqualTo(Money.of("1.01"));
  }

  @Test
  void aBalanceCanBeCorrectedWithoutATransfer() {
    books().deposit(uid(1), 100);
    Balance corrected = new Balance(uid(1), Money.of("3"), 2);
    books()
        .write(new LedgerChanges(List.of(), List.of(), List.of(corrected), List.of(), List.of()));
    assertThat(books().balance(uid(1))).isEqualTo(corrected);
    assertThat(books().journalTotal(uid(1))).isEqualTo(Money.of("1"));
  }

  @Test
  void writesAGroupOfManyTransfersAtOnce() {
    Balance hot = books().deposit(uid(1), 1_000_000);
    List<Transfer> group = new ArrayList<>();
    for (Uid target : uids(2, 501)) {
      Transfer transfer =
          aTransfer().id("to:" + target).from(hot).to(Balance.none(target)).cents(7).build();
      group.add(transfer);
      hot = hot.minus(transfer.amount());
    }
    books().write(posting(group.toArray(Transfer[]::new)));
    assertThat(books().balance(uid(1))).isEqualTo(hot);
    assertThat(ledger().balances(uids(2, 600))).hasSize(500);
    assertThat(books().journalTotal(uid(1))).isEqualTo(hot.amount());
    assertThat(books().recorded("to:2", "to:501")).hasSize(2);
  }

  @Test
  void handsOverEveryBalanceOnceInUidOrderInPages() {
    List<Uid> all = List.of(uid(2), uid(3), uid(5), uid(8), uid(1L << 40), uid(Long.MAX_VALUE));
    all.forEach(uid -> books().deposit(uid, 1 + uid.value() % 1000));
    for (int pageSize : new int[] {1, 2, 3, 6, 7}) {
      List<Balance> seen = new ArrayList<>();
      ledger()
          .eachBalance(
              pageSize,
              page -> {
                assertThat(page).isNotEmpty().hasSizeLessThanOrEqualTo(pageSize);
                seen.addAll(page);
              });
      assertThat(seen).extracting(Balance::uid).isEqualTo(all);
      assertThat(seen).allSatisfy(balance -> assertThat(balance.version()).isEqualTo(1));
    }
  }

  @Test
  void anEmptyStoreHandsOverNothing() {
    List<Balance> seen = new ArrayList<>();
    ledger().eachBalance(10, seen::addAll);
    assertThat(seen).isEmpty();
  }
}
