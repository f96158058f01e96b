// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.Uids.uid;
import static dev.onepass.testkit.data.Uids.uids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.race.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a ledger store guarantees when transactions run side by side. */
abstract class LedgerRaceRules {

  private static final int ROUNDS = 20;

  /** How long a rival may try to overtake a transaction: long enough for one of its own. */
  private static final Duration HEAD_START = Duration.ofMillis(500);

  /** The store under test, which is empty when a test begins. */
  protected abstract LedgerStore ledger();

  Bookkeeper books() {
    return new Bookkeeper(ledger());
  }

  @Test
  void oneRequestIdFromManyThreadsMovesMoneyOnce() {
    books().deposit(uid(1), 1_000);
    books().deposit(uid(2), 1);
    for (int round = 0; round < ROUNDS; round++) {
      String id = "round:" + round;
      List<Recorded> answers = Race.of(4, runner -> () -> books().transfer(id, uid(1), uid(2), 10));
      assertThat(answers).allMatch(answer -> answer.equals(answers.get(0)));
    }
    assertThat(books().balance(uid(1)).amount()).isEqualTo(Money.ofCents(1_000 - 10 * ROUNDS));
    assertThat(books().balance(uid(2)).amount()).isEqualTo(Money.ofCents(1 + 10 * ROUNDS));
  }

  @Test
  void anAccountOpenedByManyThreadsAtOnceHoldsWhatAllCredited() {
    for (Uid account : uids(1, ROUNDS)) {
      Race.of(4, runner -> () -> books().deposit(account, 25));
      assertThat(books().balance(account)).isEqualTo(new Balance(account, Money.of("1"), 4));
      assertThat(books().journalTotal(account)).isEqualTo(Money.of("1"));
    }
  }

  @Test
  void whatADecisionWasShownStaysTrueUntilItsTransactionEnds() {
    books().deposit(uid(1), 100);
    books().deposit(uid(2), 1);
    List<Race.Rival<Balance>> rivals = new ArrayList<>();
    books()
        .tryTransfer(
            "slow",
            uid(1),
            uid(2),
            60,
            () -> rivals.add(Race.ahead(HEAD_START, () -> books().deposit(uid(1), 7))));
    rivals.get(0).result();
    assertThat(books().balance(uid(1))).isEqualTo(new Balance(uid(1), Money.of("0.47"), 3));
    assertThat(books().journalTotal(uid(1))).isEqualTo(Money.of("0.47"));
  }

  /**
   * A refusal locks no account that would keep its twin from posting: only the id connects them.
   */
  @Test
  void aRequestPostedWhileItIsBeingRefusedIsOnlyPosted() {
    onlyOneOf(uid(91), uid(92), uid(1), uid(2));
  }

  @Test
  void aRequestRefusedWhileItIsBeingPostedIsOnlyOne() {
    onlyOneOf(uid(1), uid(2), uid(91), uid(92));
  }

  private void onlyOneOf(Uid slowDebit, Uid slowCredit, Uid fastDebit, Uid fastCredit) {
    books().deposit(uid(1), 100);
    books().deposit(uid(2), 100);
    List<Race.Rival<Recorded>> rivals = new ArrayList<>();
    Runnable overtake =
        () ->
            rivals.add(
                Race.ahead(HEAD_START, () -> books().transfer("r", fastDebit, fastCredit, 30)));
    boolean slowWon = true;
    try {
      books().tryTransfer("r", slowDebit, slowCredit, 30, overtake);
    } catch (ConflictException e) {
      slowWon = false;
    }
    Recorded fast = rivals.get(0).result();
    Recorded stored = books().recorded("r").get(fast.requestId());
    assertThat(stored).as("both heard of the one record").isEqualTo(fast);
    assertThat(fast.debit()).isEqualTo(slowWon ? slowDebit : fastDebit);
    boolean moved = stored instanceof Transfer;
    assertThat(books().balance(uid(2)).amount()).isEqualTo(Money.of(moved ? "1.30" : "1.00"));
  }

  @Test
  void aRequestRacingWithTheOpeningOfItsAccountHasOneAnswer() {
    books().deposit(uid(1), 100_000);
    long moved = 0;
    for (Uid opened : uids(10, 10 + ROUNDS)) {
      String id = "to:" + opened;
      List<Object> answers =
          Race.of(
              List.of(
                  () -> books().transfer(id, uid(1), opened, 10),
                  () -> books().transfer(id, uid(1), opened, 10),
                  () -> books().deposit(opened, 1)));
      assertThat(answers.get(0)).isEqualTo(answers.get(1));
      assertThat(books().recorded(id)).hasSize(1).containsValue((Recorded) answers.get(0));
      moved += answers.get(0) instanceof Transfer ? 10 : 0;
    }
    assertThat(books().balance(uid(1)).amount()).isEqualTo(Money.ofCents(100_000 - moved));
  }

  @Test
  void oppositeTransfersNeverLoseACentOrHangOrOverdraw() {
    long seed = new Random().nextLong();
    List<Uid> accounts = uids(1, 5);
    accounts.forEach(account -> books().deposit(account, 1_000));
    Race.of(4, runner -> () -> shuffle(new Random(seed + runner), runner, accounts));
    Money total = Money.ZERO;
    for (Uid account : accounts) {
      Balance balance = books().balance(account);
      assertThat(books().journalTotal(account)).as("seed %s", seed).isEqualTo(balance.amount());
      total = total.plus(balance.amount());
    }
    assertThat(total).as("seed %s", seed).isEqualTo(Money.of("50"));
  }

  private boolean shuffle(Random random, int runner, List<Uid> accounts) {
    for (int i = 0; i < 50; i++) {
      Uid debit = accounts.get(random.nextInt(accounts.size()));
      Uid credit = accounts.get(random.nextInt(accounts.size()));
      if (!debit.equals(credit)) {
        books().transfer(runner + ":" + i, debit, credit, 1 + random.nextInt(600));
      }
    }
    return true;
  }
}
