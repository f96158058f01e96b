// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.Accounts;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.domain.model.TransferOutcome.Posted;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.testkit.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What callers may count on when the database conflicts, fails or falls silent. */
class LedgerFaultsTest extends LedgerFixture {

  @Test
  void aConflictIsTriedAgainWithoutHoldingAThread() {
    faults.add("transact", Fault.CONFLICT, Fault.CONFLICT, Fault.CONFLICT);

    var answer = transfer("a", alice, bob, "1.00");
    tasks.runAll();

    assertThat(answer.toCompletableFuture()).isNotDone();
    assertThat(time.pending()).isOne();
    assertThat(outcomeInTime(answer)).isInstanceOf(Posted.class);
  }

  @Test
  void conflictsWithoutEndAreToldAsNothingDone() {
    faults.add("transact", Collections.nCopies(100, Fault.CONFLICT).toArray(Fault[]::new));

    var answer = transfer("a", alice, bob, "1.00");
    runAll(LONG);

    assertThat(failure(answer)).isInstanceOf(OverloadedException.class);
    assertThat(Accounts.amount(books, bob)).isEqualTo(Money.of("10.00"));
  }

  @Test
  void aLostAnswerMovesMoneyOnceAndIsFoundOut() {
    faults.add("transact", Fault.ANSWER_LOST, Fault.REQUEST_LOST, Fault.ANSWER_LOST);

    var answer = transfer("a", alice, bob, "1.00");

    assertThat(outcomeInTime(answer)).isInstanceOf(Posted.class);
    assertThat(Accounts.amount(books, bob)).isEqualTo(Money.of("11.00"));
    Accounts.requireSound(books, Money.of("30.00"));
  }

  @Test
  void aDatabaseThatStaysAwayLeavesTheCallerInDoubtWhenPatienceEnds() {
    faults.add("transact", Collections.nCopies(100, Fault.REQUEST_LOST).toArray(Fault[]::new));

    var answer = transfer("a", alice, bob, "1.00");
    runAll(Duration.ofSeconds(5));
    assertThat(answer.toCompletableFuture()).isNotDone();
    runAll(Duration.ofSeconds(5));

    assertThat(failure(answer))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.dependency()).isEqualTo(Dependency.DATABASE));
  }

  /** A group gathers while the database is away: its members are of all ages. */
  @Test
  void whoHasComeLateIsNotGivenUpWithThoseWhoWaitedLong() {
    List<CompletionStage<TransferOutcome>> answers = new ArrayList<>();
    faults.add("transact", Collections.nCopies(1_000, Fault.REQUEST_LOST).toArray(Fault[]::new));
    // The first has the writer, and keeps the others waiting until it is given up.
    transfer("writer", bob, carol, "0.01");
    for (int i = 0; i < 8; i++) {
      runAll(Duration.ofSeconds(1));
      answers.add(transfer("t" + i, alice, bob, "1.00"));
    }
    runAll(Duration.ofSeconds(5));
    faults.clear();

    runAll(Duration.ofSeconds(10));

    // By then 13 s have passed: those that were submitted 10 s before are given up, no others.
    for (int i = 0; i < 8; i++) {
      if (i < 2) {
        assertThat(failure(answers.get(i))).isInstanceOf(UnavailableException.class);
      } else if (i > 3) {
        assertThat(outcome(answers.get(i))).isInstanceOf(Posted.class);
      }
    }
    Accounts.requireSound(books, Money.of("30.00"));
  }

  @Test
  void whoIsInDoubtRepeatsTheRequestAndLearnsWhatBecameOfIt() {
    faults.add("transact", Fault.ANSWER_LOST);
    faults.add("transact", Collections.nCopies(50, Fault.REQUEST_LOST).toArray(Fault[]::new));
    var inDoubt = transfer("a", alice, bob, "1.00");
    runAll(LONG);
    assertThat(failure(inDoubt)).isInstanceOf(UnavailableException.class);

    TransferOutcome repeated = outcomeInTime(transferUntilAnswered("a"));

    assertThat(((Posted) repeated).replayed()).isTrue();
    assertThat(Accounts.amount(books, bob)).isEqualTo(Money.of("11.00"));
  }

  private CompletionStage<TransferOutcome> transferUntilAnswered(String id) {
    var answer = transfer(id, alice, bob, "1.00");
    runAll(LONG);
    return answer.toCompletableFuture().isCompletedExceptionally()
        ? transferUntilAnswered(id)
        : answer;
  }

  @Test
  void doubtIsNotForgottenOverConflicts() {
    faults.add("transact", Fault.ANSWER_LOST);
    faults.add("transact", Collections.nCopies(100, Fault.CONFLICT).toArray(Fault[]::new));

    var answer = transfer("a", alice, bob, "1.00");
    runAll(LONG);

    // The money did move: "nothing was done" would be a lie.
    assertThat(failure(answer)).isInstanceOf(UnavailableException.class);
    assertThat(Accounts.amount(books, bob)).isEqualTo(Money.of("11.00"));
  }

  @Test
  void doubtIsNotForgottenWhenTheGroupIsHalved() {
    faults.add("transact", Fault.NONE, Fault.ANSWER_LOST);
    faults.add("transact", Collections.nCopies(100, Fault.CONFLICT).toArray(Fault[]::new));
    transfer("first", alice, bob, "1.00");

    var two = List.of(transfer("a", alice, bob, "1.00"), transfer("b", alice, bob, "1.00"));
    runAll(LONG);

    assertThat(two)
        .allSatisfy(a -> assertThat(failure(a)).isInstanceOf(UnavailableException.class));
    assertThat(Accounts.amount(books, bob)).isEqualTo(Money.of("13.00"));
  }

  @Test
  void aPoisonedCommandFailsAloneAndTheOthersKeepTheirOrder() {
    store.poison = Set.of(RequestId.ofCaller("poison"));
    transfer("first", alice, bob, "10.00");
    var spend = transfer("a", bob, carol, "20.00");
    var poisoned = transfer("poison", bob, carol, "0.01");
    var back = transfer("b", carol, alice, "30.00");
    var spendBack = transfer("c", alice, bob, "30.00");

    runAll(LONG);

    assertThat(failure(poisoned)).isInstanceOf(IllegalStateException.class).hasMessage("poisoned");
    assertThat(outcome(spend)).isInstanceOf(Posted.class);
    assertThat(outcome(back)).isInstanceOf(Posted.class);
    assertThat(outcome(spendBack)).isInstanceOf(Posted.class);
    assertThat(Accounts.amount(books, bob)).isEqualTo(Money.of("30.00"));
    Accounts.requireSound(books, Money.of("30.00"));
  }

  @Test
  void looksForRequestIdsOnlyOnceOneWasRepeated() {
    assertThat(transactionsOf("a")).as("new").isEqualTo(1);
    assertThat(transactionsOf("a")).as("a repetition, found out by the conflict").isEqualTo(2);
    assertThat(transactionsOf("a")).as("another, looked for at once").isEqualTo(1);
    assertThat(transactionsOf("b")).as("new, looked for in vain").isEqualTo(1);
    assertThat(transactionsOf("b")).as("a repetition, when nobody looks any more").isEqualTo(2);
    assertThat(Accounts.amount(books, bob)).isEqualTo(Money.of("12.00"));
  }

  private int transactionsOf(String id) {
    int before = store.transactions;
    done(transfer(id, alice, bob, "1.00"));
    return store.transactions - before;
  }
}
