// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onepass.domain.Accounts;
import dev.onepass.domain.model.TransferOutcome.InProgress;
import dev.onepass.domain.model.TransferOutcome.Posted;
import dev.onepass.domain.model.TransferOutcome.Refused;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.model.Money;
import dev.onepass.testkit.fault.Fault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What callers may count on when all works. */
class LedgerTest extends LedgerFixture {

  @Test
  void aLoneTransferIsCommittedWithoutWaitingForCompany() {
    var answer = transfer("a", alice, bob, "1.00");

    assertThat(tasks.size()).isOne();
    tasks.runNext();

    assertThat(outcome(answer)).isInstanceOf(Posted.class);
    assertThat(Accounts.amount(books, alice)).isEqualTo(Money.of("9.00"));
    assertThat(Accounts.amount(books, bob)).isEqualTo(Money.of("11.00"));
  }

  @Test
  void whatGathersWhileAGroupIsCommittedIsOneTransaction() {
    transfer("first", alice, bob, "1.00");
    var spent = transfer("a", alice, bob, "9.00");
    var tooMuch = transfer("b", alice, bob, "0.01");
    var back = transfer("c", bob, alice, "20.00");

    tasks.runAll();

    assertThat(store.transactions).isEqualTo(2);
    assertThat(outcome(spent)).isInstanceOf(Posted.class);
    assertThat(outcome(tooMuch)).isInstanceOf(Refused.class);
    assertThat(outcome(back)).isInstanceOf(Posted.class);
    Accounts.requireSound(books, Money.of("30.00"));
  }

  @Test
  void theNextGroupIsOnItsWayBeforeTheCallersOfTheLastAreTold() {
    var told = new CompletableFuture<Integer>();
    transfer("a", alice, bob, "1.00").thenAccept(outcome -> told.complete(tasks.size()));
    transfer("b", alice, bob, "1.00");

    tasks.runNext();

    assertThat(told).isCompletedWithValue(1);
  }

  @Test
  void aFullQueueRefusesAndNothingIsDone() {
    for (int i = 0; i < 9; i++) {
      transfer("fits" + i, alice, bob, "0.01");
    }

    var refused = transfer("one too many", alice, bob, "0.01");

    assertThat(failure(refused)).isInstanceOf(OverloadedException.class);
    tasks.runAll();
    assertThat(Accounts.amount(books, bob)).isEqualTo(Money.of("10.09"));
  }

  @Test
  void anIdInFlightIsInProgressAndMovesMoneyOnce() {
    var first = transfer("a", alice, bob, "1.00");

    var twin = transfer("a", alice, bob, "1.00");

    assertThat(outcome(twin)).isEqualTo(new InProgress());
    tasks.runAll();
    assertThat(outcome(first)).isInstanceOf(Posted.class);
    assertThat(Accounts.amount(books, bob)).isEqualTo(Money.of("11.00"));
  }

  @Test
  void whoRepeatsRightAfterTheAnswerGetsItAgain() {
    Posted first = (Posted) done(transfer("a", alice, bob, "1.00"));

    assertThat(done(transfer("a", alice, bob, "1.00")))
        .isEqualTo(new Posted(first.transfer(), true));
  }

  @Test
  void whoRepeatsFromTheContinuationGetsTheAnswerToo() {
    var repeated =
        transfer("a", alice, bob, "1.00").thenCompose(outcome -> transfer("a", alice, bob, "1.00"));

    tasks.runAll();

    assertThat(outcome(repeated))
        .isInstanceOfSatisfying(Posted.class, posted -> assertThat(posted.replayed()).isTrue());
  }

  @Test
  void anExecutorThatIsShutDownMeansNothingWasDone() {
    Executor shutDown =
        task -> {
          throw new RejectedExecutionException("shut down");
        };

    var answer = ledger(shutDown).transfer(command("a", alice, bob, "1.00"));

    assertThat(failure(answer)).isInstanceOf(OverloadedException.class);
  }

  @Test
  void anAmountAboveTheLargestIsRefusedBeforeItQueues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transfer("a", alice, bob, "10000.01"))
        .withMessageContaining("10000.00");
    assertThat(tasks.size()).isZero();
  }

  @Test
  void closingDrainsWhatWaitsAndRefusesWhatComes() {
    faults.add("transact", Fault.REQUEST_LOST);
    var running = transfer("a", alice, bob, "1.00");
    var waiting = transfer("b", alice, bob, "1.00");

    var closed = ledger.close().toCompletableFuture();
    var late = transfer("c", alice, bob, "1.00");

    assertThat(failure(late)).isInstanceOf(OverloadedException.class);
    assertThat(closed).isNotDone();
    runAll(LONG);
    assertThat(closed).isCompleted();
    assertThat(outcome(running)).isInstanceOf(Posted.class);
    assertThat(outcome(waiting)).isInstanceOf(Posted.class);
    assertThat(Accounts.amount(books, bob)).isEqualTo(Money.of("12.00"));
  }

  @Test
  void closingWhenNothingWaitsIsDoneAtOnceAlsoTwice() {
    assertThat(ledger.close().toCompletableFuture()).isCompleted();
    assertThat(ledger.close().toCompletableFuture()).isCompleted();
  }
}
