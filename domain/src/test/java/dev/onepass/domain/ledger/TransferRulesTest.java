// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.domain.model.TransferOutcome.Posted;
import dev.onepass.domain.model.TransferOutcome.Refused;
import dev.onepass.domain.model.TransferOutcome.RequestIdReused;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerSnapshot;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferRulesTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006Z");
  private static final Uid SOURCE = new Uid(1);
  private static final Uid TARGET = new Uid(2);

  private final Map<Uid, Balance> balances = new HashMap<>();
  private final Map<RequestId, Recorded> recorded = new HashMap<>();
  private final GroupBooks books =
      new GroupBooks(new LedgerSnapshot(balances, recorded, Map.of(), Map.of()), true, NOW);

  // Ordered by precedence: each row breaks the rule it names and every rule after it. A dash is an
  // account that does not exist.
  @ParameterizedTest(name = "{0}: {1} pays {3} to {2}")
  @CsvSource({
    "DEBIT_ACCOUNT_NOT_FOUND,  -,     -,                0.01",
    "DEBIT_ACCOUNT_NOT_FOUND,  -,     9999999999999.99, 0.01",
    "CREDIT_ACCOUNT_NOT_FOUND, 0.00,  -,                0.01",
    "CREDIT_ACCOUNT_NOT_FOUND, 5.00,  -,                0.01",
    "INSUFFICIENT_BALANCE,     0.00,  9999999999999.99, 0.01",
    "INSUFFICIENT_BALANCE,     4.99,  0.00,             5.00",
    "BALANCE_LIMIT,            5.00,  9999999999999.99, 0.01",
    "BALANCE_LIMIT,            5.00,  9999999999995.00, 5.00",
  })
  void theFirstRuleBrokenIsTheReason(
      Refusal.Reason reason, String source, String target, String amount) {
    exists(SOURCE, source);
    exists(TARGET, target);

    TransferOutcome outcome = TransferRules.apply(command("a", amount), books);

    Money available = source.equals("-") ? Money.ZERO : Money.of(source);
    Refusal expected =
        new Refusal(id("a"), SOURCE, TARGET, Money.of(amount), reason, available, NOW);
    assertThat(outcome).isEqualTo(new Refused(expected, false));
    assertThat(books.changes().refusals()).containsExactly(expected);
    assertThat(books.changes().transfers()).isEmpty();
    assertThat(books.changes().balances()).isEmpty();
  }

  @ParameterizedTest(name = "{0} pays {2} to {1}")
  @CsvSource({
    "5.00, 0.00,             5.00, 0.00, 5.00",
    "5.00, 1.10,             0.01, 4.99, 1.11",
    "5.00, 9999999999994.99, 5.00, 0.00, 9999999999999.99",
  })
  void moneyMovesToTheLastCent(
      String source, String target, String amount, String sourceAfter, String targetAfter) {
    exists(SOURCE, source);
    exists(TARGET, target);

    TransferOutcome outcome = TransferRules.apply(command("a", amount), books);

    Transfer expected =
        new Transfer(
            id("a"),
            TransferKind.TRADE,
            SOURCE,
            TARGET,
            Money.of(amount),
            new Balance(SOURCE, Money.of(sourceAfter), 8),
            new Balance(TARGET, Money.of(targetAfter), 8),
            NOW);
    assertThat(outcome).isEqualTo(new Posted(expected, false));
    assertThat(books.changes().transfers()).containsExactly(expected);
    assertThat(books.changes().balances())
        .containsExactlyInAnyOrder(expected.debitAfter(), expected.creditAfter());
  }

  @Test
  void whatWasPostedIsReplayedWhateverTheBalancesAreNow() {
    exists(SOURCE, "5.00");
    exists(TARGET, "0.00");
    Transfer earlier = ((Posted) TransferRules.apply(command("a", "5.00"), books)).transfer();

    GroupBooks later =
        new GroupBooks(
            new LedgerSnapshot(Map.of(), Map.of(id("a"), earlier), Map.of(), Map.of()), true, NOW);
    TransferOutcome outcome = TransferRules.apply(command("a", "5.00"), later);

    assertThat(outcome).isEqualTo(new Posted(earlier, true));
    assertThat(later.changes().isEmpty()).isTrue();
  }

  @Test
  void whatWasRefusedStaysRefusedAlsoWhenTheMoneyIsThere() {
    Refusal earlier =
        new Refusal(
            id("a"),
            SOURCE,
            TARGET,
            Money.of("5.00"),
            Refusal.Reason.INSUFFICIENT_BALANCE,
            Money.ZERO,
            Instant.EPOCH);
    recorded.put(id("a"), earlier);
    exists(SOURCE, "5.00");
    exists(TARGET, "0.00");

    TransferOutcome outcome = TransferRules.apply(command("a", "5.00"), books);

    assertThat(outcome).isEqualTo(new Refused(earlier, true));
    assertThat(books.changes().isEmpty()).isTrue();
  }

  @Test
  void aUsedIdWithAnotherContentComesBeforeAllElse() {
    exists(SOURCE, "5.00");
    exists(TARGET, "0.00");
    Transfer earlier = ((Posted) TransferRules.apply(command("a", "1.00"), books)).transfer();
    Uid nobody = new Uid(3);

    for (TransferCommand other :
        new TransferCommand[] {
          command("a", "1.01"),
          new TransferCommand(
              id("a"), /* source= */ TARGET, /* target= */ SOURCE, Money.of("1.00")),
          new TransferCommand(id("a"), nobody, TARGET, Money.of("1.00")),
          new TransferCommand(id("a"), SOURCE, nobody, Money.of("1.00")),
        }) {
      assertThat(TransferRules.apply(other, books)).isEqualTo(new RequestIdReused(earlier));
    }
    assertThat(books.changes().transfers()).containsExactly(earlier);
    assertThat(books.changes().refusals()).isEmpty();
  }

  @Test
  void aLaterCommandOfTheGroupSeesTheBalancesThatEarlierOnesLeft() {
    exists(SOURCE, "5.00");
    exists(TARGET, "0.00");

    TransferRules.apply(command("a", "5.00"), books);
    TransferOutcome spentBefore = TransferRules.apply(command("b", "0.01"), books);
    TransferOutcome back =
        TransferRules.apply(
            new TransferCommand(
                id("c"), /* source= */ TARGET, /* target= */ SOURCE, Money.of("5.00")),
            books);

    assertThat(spentBefore).isInstanceOf(Refused.class);
    assertThat(back).isInstanceOf(Posted.class);
    assertThat(books.changes().balances())
        .containsExactlyInAnyOrder(
            new Balance(SOURCE, Money.of("5.00"), 9), new Balance(TARGET, Money.ZERO, 9));
  }

  @Test
  void theSameRequestTwiceInAGroupTakesEffectOnce() {
    exists(SOURCE, "5.00");
    exists(TARGET, "0.00");

    TransferOutcome first = TransferRules.apply(command("a", "2.00"), books);
    TransferOutcome second = TransferRules.apply(command("a", "2.00"), books);
    TransferOutcome refused = TransferRules.apply(command("b", "9.00"), books);
    TransferOutcome refusedAgain = TransferRules.apply(command("b", "9.00"), books);

    assertThat(second).isEqualTo(new Posted(((Posted) first).transfer(), true));
    assertThat(refusedAgain).isEqualTo(new Refused(((Refused) refused).refusal(), true));
    assertThat(books.changes().transfers()).hasSize(1);
    assertThat(books.changes().refusals()).hasSize(1);
  }

  private void exists(Uid uid, String amount) {
    if (!amount.equals("-")) {
      balances.put(uid, new Balance(uid, Money.of(amount), 7));
    }
  }

  private static TransferCommand command(String id, String amount) {
    return new TransferCommand(id(id), SOURCE, TARGET, Money.of(amount));
  }

  private static RequestId id(String id) {
    return RequestId.ofCaller(id);
  }
}
