// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onepass.domain.Accounts;
import dev.onepass.domain.TappedStore;
import dev.onepass.domain.TaskQueue;
import dev.onepass.domain.balance.GuardedCache;
import dev.onepass.domain.ledger.TransferOutcome.InProgress;
import dev.onepass.domain.ledger.TransferOutcome.Posted;
import dev.onepass.domain.ledger.TransferOutcome.Refused;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.memory.InMemoryLedger;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.fault.Fault;
import dev.onepass.testkit.fault.FaultQueue;
import dev.onepass.testkit.fault.Faulty;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final LedgerSettings SETTINGS =
      LedgerSettings.DEFAULT.withWriters(1).withQueueCapacity(8).withMaxGroup(8);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final TaskQueue tasks = new TaskQueue();
  private final FaultQueue faults = new FaultQueue();
  private final MemoryDatabase database = new MemoryDatabase(time);
  private final InMemoryLedger books = database.ledger();
  private final TappedStore store =
      new TappedStore(Faulty.port(LedgerStore.class, books, Dependency.DATABASE, faults));
  private final InMemoryBalanceCache remembered = new InMemoryBalanceCache();
  private final GuardedCache cache =
      new GuardedCache(
          Faulty.port(BalanceCache.class, remembered, Dependency.CACHE, faults), time, tasks);
  private final Ledger ledger = ledger(tasks);

  private Uid alice;
  private Uid bob;
  private Uid carol;

  @BeforeEach
  void openAccounts() {
    cache.renew();
    alice = Accounts.open(books, 1, "10.00");
    bob = Accounts.open(books, 2, "10.00");
    carol = Accounts.open(books, 3, "10.00");
  }

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
  void afterALostAnswerTheCacheLearnsTheBalancesAllTheSame() {
    done(transfer("before", alice, bob, "1.00"));
    faults.add("transact", Fault.ANSWER_LOST);

    outcomeInTime(transfer("a", alice, bob, "1.00"));

    assertThat(cache.view(List.of(bob)).get(bob).amount()).isEqualTo(Money.of("12.00"));
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

  @Test
  void aDeadCacheFailsNoTransferAndIsAskedOnce() {
    faults.add("put", Collections.nCopies(100, Fault.REQUEST_LOST).toArray(Fault[]::new));
    faults.add("invalidate", Fault.REQUEST_LOST);

    assertThat(done(transfer("a", alice, bob, "1.00"))).isInstanceOf(Posted.class);
    assertThat(done(transfer("b", alice, bob, "1.00"))).isInstanceOf(Posted.class);

    assertThat(cache.isTrusted()).isFalse();
    assertThat(cache.view(List.of(bob))).isEmpty();
  }

  @Test
  void aCacheThatBeganAnewMeanwhileDoesNotLearnWhatMayBeOldNews() {
    store.beforeAnswer = cache::renew;

    done(transfer("a", alice, bob, "1.00"));

    assertThat(cache.view(List.of(bob))).isEmpty();
  }

  @Test
  void theCacheKnowsTheBalanceBeforeTheCallerIsTold() {
    var seen =
        transfer("a", alice, bob, "1.00")
            .thenApply(outcome -> cache.view(List.of(bob)).get(bob).amount());

    tasks.runAll();

    assertThat(outcome(seen)).isEqualTo(Money.of("11.00"));
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

  @Test
  void aCheckpointWhoseAnswerGotLostCreditsOnce() {
    BatchItem claimed = claimOne(alice);
    faults.add("transact", Fault.ANSWER_LOST);

    var outcome = outcomeInTime(ledger.checkpoint(crediting(claimed, "5.00")));

    assertThat(outcome).isEqualTo(CheckpointOutcome.WRITTEN);
    assertThat(Accounts.amount(books, alice)).isEqualTo(Money.of("15.00"));
    assertThat(database.batches().progress(claimed.key().batch()).swept())
        .isEqualTo(Money.of("5.00"));
    Accounts.requireSound(books, Money.of("35.00"));
  }

  @Test
  void whoLostTheItemCreditsNothing() {
    BatchItem stale = claimOne(alice);
    time.advance(Duration.ofHours(1));
    database.batches().claim(stale.key().batch(), "another", 1, LONG);

    var outcome = outcomeInTime(ledger.checkpoint(crediting(stale, "5.00")));

    assertThat(outcome).isEqualTo(CheckpointOutcome.STALE_FENCE);
    assertThat(Accounts.amount(books, alice)).isEqualTo(Money.of("10.00"));
  }

  private Ledger ledger(Executor executor) {
    return new Ledger(store, cache, time, executor, new Random(1), SETTINGS);
  }

  private CompletionStage<TransferOutcome> transfer(
      String id, Uid source, Uid target, String amount) {
    return ledger.transfer(command(id, source, target, amount));
  }

  private static TransferCommand command(String id, Uid source, Uid target, String amount) {
    // Spaces make ids readable in the tests, and are not allowed.
    return new TransferCommand(
        RequestId.ofCaller(id.replace(' ', '-')), source, target, Money.of(amount));
  }

  private CompletionStage<TransferOutcome> transferUntilAnswered(String id) {
    var answer = transfer(id, alice, bob, "1.00");
    runAll(LONG);
    return answer.toCompletableFuture().isCompletedExceptionally()
        ? transferUntilAnswered(id)
        : answer;
  }

  private BatchItem claimOne(Uid uid) {
    BatchId batch = new BatchId("batch");
    database.batches().accept(new Batch(batch, "print", 1, time.now(), null, null), List.of(uid));
    return database.batches().claim(batch, "node", 1, LONG).get(0);
  }

  private static Checkpoint crediting(BatchItem claimed, String credit) {
    BatchItem next =
        new BatchItem(
            claimed.key(),
            ItemState.SWEPT,
            claimed.fence(),
            "done",
            claimed.checkpoints() + 1,
            claimed.swept().plus(Money.of(credit)),
            Money.ZERO,
            1,
            0,
            "");
    return new Checkpoint(next, Money.of(credit), LONG);
  }

  private <T> T done(CompletionStage<T> answer) {
    tasks.runAll();
    return outcome(answer);
  }

  private <T> T outcomeInTime(CompletionStage<T> answer) {
    runAll(LONG);
    return outcome(answer);
  }

  private void runAll(Duration duration) {
    long end = time.nanoTime() + duration.toNanos();
    tasks.runAll();
    while (time.nanoTime() < end) {
      time.advance(Duration.ofMillis(1));
      tasks.runAll();
    }
  }

  private static <T> T outcome(CompletionStage<T> answer) {
    assertThat(answer.toCompletableFuture()).isCompleted();
    return answer.toCompletableFuture().join();
  }

  private static Throwable failure(CompletionStage<?> answer) {
    assertThat(answer.toCompletableFuture()).isCompletedExceptionally();
    return answer.toCompletableFuture().handle((outcome, e) -> e).join();
  }
}
