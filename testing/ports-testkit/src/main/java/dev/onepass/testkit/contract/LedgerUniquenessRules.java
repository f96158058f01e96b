// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.contract.Bookkeeper.posting;
import static dev.onepass.testkit.data.TransferBuilder.aTransfer;
import static dev.onepass.testkit.data.Uids.uid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.Money;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a ledger store never lets be written twice, however wrong the decision is. */
abstract class LedgerUniquenessRules extends LedgerRaceRules {

  private static final Balance RICH = new Balance(uid(1), Money.of("1000"), 10);

  @Test
  void twoTransfersNeverShareARequestId() {
    Transfer first = aTransfer().id("r").to(Balance.none(uid(1))).build();
    books().write(posting(first));
    Transfer second = aTransfer().id("r").to(Balance.none(uid(2))).cents(2).build();
    refusesToWrite(posting(second));
    assertThat(books().recorded("r")).containsValue(first);
    assertThat(ledger().balances(List.of(uid(2)))).isEmpty();
  }

  @Test
  void twoTransfersOfOneTransactionNeverShareARequestId() {
    refusesToWrite(
        posting(
            aTransfer().id("r").to(Balance.none(uid(1))).build(),
            aTransfer().id("r").to(Balance.none(uid(2))).build()));
    assertThat(ledger().balances(List.of(uid(1), uid(2)))).isEmpty();
    assertThat(books().recorded("r")).isEmpty();
  }

  @Test
  void aRefusedRequestNeverMovesMoney() {
    Refusal refusal = aTransfer().id("r").refused(Refusal.Reason.CREDIT_ACCOUNT_NOT_FOUND);
    books().write(refusing(refusal));
    refusesToWrite(posting(aTransfer().id("r").build()));
    assertThat(books().recorded("r")).hasSize(1).containsValue(refusal);
    assertThat(ledger().balances(List.of(uid(1)))).isEmpty();
  }

  @Test
  void aPostedRequestIsNeverRefused() {
    Transfer posted = aTransfer().id("r").build();
    books().write(posting(posted));
    refusesToWrite(refusing(aTransfer().id("r").refused(Refusal.Reason.INSUFFICIENT_BALANCE)));
    assertThat(books().recorded("r")).hasSize(1).containsValue(posted);
  }

  @Test
  void aRefusalIsNeverChanged() {
    Refusal first = aTransfer().id("r").refused(Refusal.Reason.CREDIT_ACCOUNT_NOT_FOUND);
    books().write(refusing(first));
    refusesToWrite(refusing(aTransfer().id("r").refused(Refusal.Reason.BALANCE_LIMIT)));
    assertThat(books().recorded("r")).containsValue(first);
  }

  @Test
  void aRequestIsNotPostedAndRefusedByOneTransaction() {
    Transfer posted = aTransfer().id("r").build();
    Refusal refused = aTransfer().id("r").refused(Refusal.Reason.BALANCE_LIMIT);
    refusesToWrite(
        new LedgerChanges(
            List.of(posted),
            List.of(refused),
            List.of(posted.creditAfter()),
            List.of(),
            List.of()));
    assertThat(books().recorded("r")).isEmpty();
    assertThat(ledger().balances(List.of(uid(1)))).isEmpty();
  }

  @Test
  void twoTransfersNeverDebitOneVersionOfAnAccount() {
    books().write(posting(aTransfer().id("a").from(RICH).to(Balance.none(uid(2))).build()));
    refusesToWrite(posting(aTransfer().id("b").from(RICH).to(Balance.none(uid(3))).build()));
    assertThat(ledger().balances(List.of(uid(3)))).isEmpty();
  }

  @Test
  void twoTransfersNeverCreditOneVersionOfAnAccount() {
    Balance target = Balance.none(uid(2));
    books().write(posting(aTransfer().id("a").from(RICH).to(target).build()));
    refusesToWrite(posting(aTransfer().id("b").to(target).cents(5).build()));
    assertThat(books().balance(uid(2)).amount()).isEqualTo(Money.of("0.01"));
  }

  @Test
  void oneBadTransferTakesItsWholeTransactionWithIt() {
    books().write(posting(aTransfer().id("known").to(Balance.none(uid(1))).build()));
    Transfer good = aTransfer().id("good").to(Balance.none(uid(2))).build();
    Transfer bad = aTransfer().id("known").to(Balance.none(uid(3))).build();
    Refusal refusal = aTransfer().id("no").refused(Refusal.Reason.BALANCE_LIMIT);
    refusesToWrite(
        new LedgerChanges(
            List.of(good, bad),
            List.of(refusal),
            List.of(good.creditAfter(), bad.creditAfter()),
            List.of(),
            List.of()));
    assertThat(books().recorded("good", "no")).isEmpty();
    assertThat(ledger().balances(List.of(uid(2), uid(3)))).isEmpty();
    assertThat(books().journalTotal(uid(2))).isEqualTo(Money.ZERO);
  }

  @Test
  void requestIdsThatDifferInCaseOrPunctuationAreDifferent() {
    List<String> ids = List.of("order-1", "ORDER-1", "order_1", "order%1", "order-1/", "'order-1'");
    for (int i = 0; i < ids.size(); i++) {
      books().write(posting(aTransfer().id(ids.get(i)).to(Balance.none(uid(i + 1))).build()));
    }
    assertThat(books().recorded("order-1")).hasSize(1);
    assertThat(books().recorded("Order-1")).isEmpty();
    assertThat(books().recorded(ids.toArray(String[]::new))).hasSameSizeAs(ids);
  }

  private void refusesToWrite(LedgerChanges changes) {
    assertThatThrownBy(() -> books().write(changes)).isInstanceOf(ConflictException.class);
  }

  private static LedgerChanges refusing(Refusal... refusals) {
    return new LedgerChanges(List.of(), List.of(refusals), List.of(), List.of(), List.of());
  }
}
