// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.Uids.uid;
import static dev.onepass.testkit.data.Uids.uids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.JournalTotal;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link Journal} must do. Each test begins with an empty store. */
public abstract class JournalContract {

  private static final long NEWEST = Long.MAX_VALUE;

  /** The store that writes what {@link #journal()} reads. */
  protected abstract LedgerStore ledger();

  protected abstract Journal journal();

  private Bookkeeper books() {
    return new Bookkeeper(ledger());
  }

  @Test
  void anAccountWithoutTransfersHasAnEmptyPage() {
    assertThat(journal().page(uid(1), NEWEST, 10)).isEmpty();
  }

  @Test
  void theExternalWorldHasNoPage() {
    books().deposit(uid(1), 100);
    assertThat(journal().page(Uid.EXTERNAL, NEWEST, 10)).isEmpty();
  }

  @Test
  void aPageHasCreditsAndDebitsOfItsAccountNewestFirst() {
    books().deposit("in", uid(1), 100);
    books().deposit("other", uid(2), 100);
    books().transfer("out", uid(1), uid(2), 30);
    books().transfer("back", uid(2), uid(1), 5);
    books().deposit("elsewhere", uid(2), 1);
    books().transfer("refused", uid(1), uid(2), 1_000_000);
    assertThat(journal().page(uid(1), NEWEST, 10))
        .extracting(transfer -> transfer.requestId().value())
        .containsExactly("back", "out", "in");
  }

  @Test
  void aRowIsReadBackToTheLastField() {
    books().deposit(uid(1), 100);
    books().deposit(uid(2), 100);
    Transfer posted = (Transfer) books().transfer("t", uid(1), uid(2), 30);
    assertThat(journal().page(uid(1), NEWEST, 1)).containsExactly(posted);
    assertThat(journal().page(uid(2), NEWEST, 1)).containsExactly(posted);
    assertThat(journal().page(uid(1), 2, 1).get(0).debitAfter()).isNull();
  }

  @Test
  void addsUpAJournalBesideTheBalanceThatIsStored() {
    books().deposit(uid(1), 1_000);
    books().deposit(uid(2), 50);
    books().transfer("a", uid(1), uid(2), 300);
    books().transfer("b", uid(2), uid(1), 25);
    books().transfer("c", uid(2), uid(1), 25);
    Balance edited = new Balance(uid(2), Money.of("99.99"), 7);
    books().write(new LedgerChanges(List.of(), List.of(), List.of(edited), List.of(), List.of()));

    assertThat(journal().addUp(uid(1)))
        .contains(new JournalTotal(new Balance(uid(1), Money.of("7.50"), 4), Money.of("7.50"), 4));
    assertThat(journal().addUp(uid(2))).contains(new JournalTotal(edited, Money.of("3.00"), 4));
  }

  @Test
  void whatHasNoJournalAddsUpToNothing() {
    Balance edited = new Balance(uid(1), Money.of("5"), 3);
    books().write(new LedgerChanges(List.of(), List.of(), List.of(edited), List.of(), List.of()));

    assertThat(journal().addUp(uid(1))).contains(new JournalTotal(edited, Money.ZERO, 0));
    assertThat(journal().addUp(uid(2))).isEmpty();
  }

  @Test
  void pagesFollowOneAnotherWithoutGapOrRepetition() {
    books().deposit(uid(1), 100);
    books().deposit(uid(2), 1);
    for (int i = 0; i < 11; i++) {
      books().transfer("t" + i, i % 2 == 0 ? uid(1) : uid(2), i % 2 == 0 ? uid(2) : uid(1), 1);
    }
    List<Long> versions = new ArrayList<>();
    List<Transfer> page = journal().page(uid(1), NEWEST, 5);
    while (!page.isEmpty()) {
      assertThat(page.size()).isLessThanOrEqualTo(5);
      page.forEach(transfer -> versions.add(versionOf(transfer, uid(1))));
      page = journal().page(uid(1), versions.get(versions.size() - 1), 5);
    }
    assertThat(versions).containsExactly(12L, 11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
  }

  private static long versionOf(Transfer transfer, Uid uid) {
    return Stream.of(transfer.creditAfter(), transfer.debitAfter())
        .filter(Objects::nonNull)
        .filter(balance -> balance.uid().equals(uid))
        .mapToLong(Balance::version)
        .sum();
  }

  @Test
  void addsUpWhatABatchSweptForTheAccountsAskedFor() {
    BatchId batch = new BatchId("batch");
    books().sweep(RequestId.ofSweep(batch, uid(1), 1), uid(1), 100);
    books().sweep(RequestId.ofSweep(batch, uid(1), 2), uid(1), 5);
    books().sweep(RequestId.ofSweep(batch, uid(2), 1), uid(2), 7);
    books().sweep(RequestId.ofSweep(batch, uid(11), 1), uid(11), 9);
    books().deposit(uid(1), 1_000);
    books().deposit(uid(3), 1_000);
    books().transfer("trade", uid(3), uid(1), 50);
    assertThat(journal().swept(batch, List.of(uid(1), uid(11), uid(3), uid(4))))
        .isEqualTo(Map.of(uid(1), Money.of("1.05"), uid(11), Money.of("0.09")));
    assertThat(journal().swept(batch, List.of())).isEmpty();
  }

  /** Ids are free text: one may be the beginning of another, or mean something to a LIKE. */
  @Test
  void tellsBatchesApartWhoseIdsLookAlike() {
    List<String> ids = List.of("b", "B", "b:5", "b:5:5", "b%", "b_", "_", "%", "bb", "b\\");
    for (int i = 0; i < ids.size(); i++) {
      books().sweep(RequestId.ofSweep(new BatchId(ids.get(i)), uid(5), 1), uid(5), 1L << i);
    }
    for (int i = 0; i < ids.size(); i++) {
      assertThat(journal().swept(new BatchId(ids.get(i)), List.of(uid(5))))
          .as("batch %s", ids.get(i))
          .isEqualTo(Map.of(uid(5), Money.ofCents(1L << i)));
    }
    assertThat(journal().swept(new BatchId("other"), List.of(uid(5)))).isEmpty();
  }

  @Test
  void addsUpForAThousandAccountsAtOnce() {
    BatchId batch = new BatchId("batch");
    List<Uid> some = uids(1, 40);
    some.forEach(uid -> books().sweep(RequestId.ofSweep(batch, uid, 1), uid, uid.value()));
    Map<Uid, Money> swept = journal().swept(batch, uids(1, 1_000));
    assertThat(swept).hasSize(40).containsEntry(uid(40), Money.ofCents(40));
  }
}
