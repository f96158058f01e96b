// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.memory.InMemoryLedger;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Opens accounts for tests, and checks that the books are in order. */
public final class Accounts {

  private Accounts() {}

  /** An account with money and a journal of one row. */
  public static Uid open(LedgerStore store, long uid, String amount) {
    Balance opened = Balance.none(new Uid(uid)).plus(Money.of(amount));
    Transfer opening =
        new Transfer(
            RequestId.ofOpening(opened.uid()),
            TransferKind.OPENING,
            Uid.EXTERNAL,
            opened.uid(),
            opened.amount(),
            null,
            opened,
            Instant.EPOCH);
    write(
        store,
        new LedgerChanges(List.of(opening), List.of(), List.of(opened), List.of(), List.of()));
    return opened.uid();
  }

  /** Pays into an account from outside. */
  public static void deposit(LedgerStore store, Uid uid, String amount) {
    Balance after = store.balances(Set.of(uid)).get(uid).plus(Money.of(amount));
    Transfer deposit =
        new Transfer(
            RequestId.ofCaller("deposit-" + uid + "-" + after.version()),
            TransferKind.OPENING,
            Uid.EXTERNAL,
            uid,
            Money.of(amount),
            null,
            after,
            Instant.EPOCH);
    write(
        store,
        new LedgerChanges(List.of(deposit), List.of(), List.of(after), List.of(), List.of()));
  }

  /** An empty account whose journal has lost all rows but the one that emptied it. */
  public static Uid openWithDebitOnly(LedgerStore store, long uid, String amount) {
    Balance emptied = new Balance(new Uid(uid), Money.ZERO, 2);
    Balance other = Balance.none(new Uid(uid + 1)).plus(Money.of(amount));
    Transfer debit =
        new Transfer(
            RequestId.ofCaller("debit-" + uid),
            TransferKind.TRADE,
            emptied.uid(),
            other.uid(),
            other.amount(),
            emptied,
            other,
            Instant.EPOCH);
    write(
        store,
        new LedgerChanges(
            List.of(debit), List.of(), List.of(emptied, other), List.of(), List.of()));
    return emptied.uid();
  }

  /** Overwrites a stored balance behind the journal's back. */
  public static void corrupt(LedgerStore store, Balance balance) {
    write(store, new LedgerChanges(List.of(), List.of(), List.of(balance), List.of(), List.of()));
  }

  public static Money amount(LedgerStore store, Uid uid) {
    return store.balances(Set.of(uid)).get(uid).amount();
  }

  /** Every account's balance. */
  public static Map<Uid, Balance> all(LedgerStore store) {
    Map<Uid, Balance> all = new TreeMap<>();
    store.eachBalance(100, page -> page.forEach(balance -> all.put(balance.uid(), balance)));
    return all;
  }

  /**
   * Checks that each balance is what its journal adds up to and leaves behind, that no version was
   * skipped, and that nothing came from nowhere.
   *
   * @param fromOutside what entered the ledger in all
   */
  public static void requireSound(InMemoryLedger ledger, Money fromOutside) {
    Money total = Money.ZERO;
    for (Balance balance : all(ledger).values()) {
      total = total.plus(balance.amount());
      requireJournalOf(balance, ledger);
    }
    assertThat(total).isEqualTo(fromOutside);
  }

  private static void requireJournalOf(Balance balance, InMemoryLedger ledger) {
    List<Transfer> rows = new ArrayList<>(ledger.page(balance.uid(), Long.MAX_VALUE, 1_000_000));
    Balance expected = balance;
    for (Transfer row : rows) {
      boolean credited = row.credit().equals(balance.uid());
      assertThat(credited ? row.creditAfter() : row.debitAfter()).isEqualTo(expected);
      Money before =
          credited ? expected.amount().minus(row.amount()) : expected.amount().plus(row.amount());
      expected = new Balance(balance.uid(), before, expected.version() - 1);
    }
    assertThat(expected).isEqualTo(Balance.none(balance.uid()));
  }

  private static void write(LedgerStore store, LedgerChanges changes) {
    LedgerReads none = new LedgerReads(Set.of(), Set.of(), Set.of());
    store.transact(none, snapshot -> new Decided<>(changes, true));
  }
}
