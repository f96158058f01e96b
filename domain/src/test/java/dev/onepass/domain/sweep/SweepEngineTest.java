// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.batch.Acceptance;
import dev.onepass.domain.batch.ConservationReport;
import dev.onepass.memory.Fate;
import dev.onepass.memory.InMemoryThirdParty;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.BatchStatus.Phase;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole batches in virtual time, on the adapters in memory. */
@Timeout(60)
class SweepEngineTest {

  private static final BatchId BATCH = new BatchId("batch-1");
  private static final Duration ROUND_TRIP = Duration.ofMillis(20);

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final MemoryDatabase database = new MemoryDatabase(time);
  private final InMemoryThirdParty thirdParty = new InMemoryThirdParty(time);
  private final Random random = new Random(5);
  private Money funded = Money.ZERO;
  private Supplier<Duration> pause = () -> Duration.ZERO;
  private int outstanding;

  private OnePass node(String name) {
    OnePass node =
        OnePass.builder()
            .ledger(database.ledger(), database.ledger())
            .batches(database.batches(), database.batches())
            .gateway(thirdParty)
            .timekeeper(time)
            .executor(this::runLater)
            .random(new Random(6))
            .sweepSettings(SweepSettings.of(name))
            .build();
    node.start();
    return node;
  }

  private void runLater(Runnable task) {
    outstanding++;
    time.after(
        pause.get(),
        () -> {
          task.run();
          outstanding--;
        });
  }

  private List<Uid> fund(int accounts, long centsMax) {
    List<Uid> uids = LongStream.rangeClosed(1, accounts).mapToObj(Uid::new).toList();
    for (Uid uid : uids) {
      Money balance = Money.ofCents(1 + random.nextLong(centsMax));
      thirdParty.deposit(uid, balance);
      funded = funded.plus(balance);
    }
    return uids;
  }

  private BatchStatus finish(OnePass node) {
    for (int seconds = 0; seconds < 4 * 3600; seconds++) {
      BatchStatus status = node.batches().status(BATCH).orElseThrow();
      if (status.phase() == Phase.FINISHED) {
        return status;
      }
      time.advance(Duration.ofSeconds(1));
    }
    throw new AssertionError("not finished: " + node.batches().status(BATCH));
  }

  private void assertBooksAgree(OnePass node, List<Uid> uids) {
    assertThat(thirdParty.total()).isEqualTo(Money.ZERO);
    Money local =
        node.balances().read(uids, true).values().stream()
            .map(balance -> balance.amount())
            .reduce(Money.ZERO, Money::plus);
    assertThat(local).isEqualTo(funded);
    ConservationReport report =
        node.batches().report(BATCH, Uid.EXTERNAL, uids.size()).orElseThrow();
    assertThat(report.isConserved()).isTrue();
    assertThat(thirdParty.finished()).containsExactly(BATCH);
  }

  @Test
  void anHonestThirdPartyIsSweptWithTheFloorOfCallsAndEndsAtOnce() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    List<Uid> uids = fund(99, 45_000);
    OnePass node = node("a");

    assertThat(node.batches().start(BATCH, uids)).isEqualTo(Acceptance.ACCEPTED);
    assertThat(node.batches().start(BATCH, uids)).isEqualTo(Acceptance.KNOWN);
    assertThat(node.batches().start(BATCH, uids.subList(1, 9))).isEqualTo(Acceptance.ID_REUSED);
    long begunAt = time.nanoTime();
    BatchStatus status = finish(node);

    assertBooksAgree(node, uids);
    assertThat(status.progress().count(ItemState.SWEPT)).isEqualTo(99);
    assertThat(status.progress().calls()).isEqualTo(thirdParty.calls());
    assertThat(thirdParty.calls()).isLessThanOrEqualTo(99 * 21);
    assertThat(time.nanoTime() - begunAt).isLessThan(Duration.ofSeconds(5).toNanos());
  }

  @Test
  void faultsOfEveryKindCostCallsButNoCent() {
    thirdParty.script(this::faulty);
    List<Uid> uids = fund(200, 20_099_587);
    OnePass node = node("a");

    node.batches().start(BATCH, uids);
    finish(node);

    assertBooksAgree(node, uids);
  }

  private Fate faulty(Payment payment) {
    return switch (random.nextInt(100)) {
      case 0, 1 -> Fate.lostOnTheWay(PayAnswer.Cause.SERVER_ERROR);
      case 2, 3 -> Fate.answerLost(PayAnswer.Cause.SERVER_ERROR);
      case 4 -> Fate.answerLost(PayAnswer.Cause.CONNECTION);
      case 5 -> Fate.answerLost(PayAnswer.Cause.UNREADABLE);
      case 6 -> Fate.throttled(Duration.ofMillis(50));
      default -> Fate.slow(Duration.ofMillis(5 + random.nextInt(40)));
    };
  }

  @Test
  void oneHugeAccountIsSweptSideBySide() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    Uid uid = new Uid(1);
    funded = Money.of("100000000.53");
    thirdParty.deposit(uid, funded);
    OnePass node = node("a");

    node.batches().start(BATCH, List.of(uid));
    BatchStatus status = finish(node);

    assertBooksAgree(node, List.of(uid));
    assertThat(status.progress().calls()).isBetween(10_021L, 10_120L);
  }

  @Test
  void unknownAccountsAreMissingAndHoldNothingUp() {
    List<Uid> uids = fund(3, 1_000);
    List<Uid> all = new ArrayList<>(uids);
    all.add(new Uid(999));
    OnePass node = node("a");

    node.batches().start(BATCH, all);
    BatchStatus status = finish(node);

    assertThat(status.progress().count(ItemState.MISSING)).isEqualTo(1);
    assertThat(status.progress().count(ItemState.SWEPT)).isEqualTo(3);
    assertThat(node.balances().read(List.of(new Uid(999)), true)).isEmpty();
    assertBooksAgree(node, uids);
  }

  @Test
  void anAccountThatNobodyAnswersForIsUnresolvedAndTriedAgainByItself() {
    List<Uid> uids = fund(3, 100_000);
    thirdParty.script(
        payment ->
            payment.uid().value() == 2 && time.nanoTime() < Duration.ofMinutes(30).toNanos()
                ? Fate.answerLost(PayAnswer.Cause.TIMEOUT)
                : Fate.slow(ROUND_TRIP));
    OnePass node = node("a");
    node.batches().start(BATCH, uids);

    time.advance(Duration.ofMinutes(11));

    BatchStatus waiting = node.batches().status(BATCH).orElseThrow();
    assertThat(waiting.progress().count(ItemState.UNRESOLVED)).isEqualTo(1);
    assertThat(waiting.progress().count(ItemState.SWEPT)).isEqualTo(2);
    assertThat(waiting.progress().inDoubt()).isNotEqualTo(Money.ZERO);
    assertThat(thirdParty.finished()).isEmpty();
    finish(node);
    assertBooksAgree(node, uids);
  }

  @Test
  void aTotalOutageIsWaitedOut() {
    List<Uid> uids = fund(50, 100_000);
    thirdParty.script(
        payment -> {
          long at = time.nanoTime();
          boolean out =
              at > Duration.ofMillis(200).toNanos() && at < Duration.ofMinutes(3).toNanos();
          return out ? Fate.lostOnTheWay(PayAnswer.Cause.SERVER_ERROR) : Fate.slow(ROUND_TRIP);
        });
    OnePass node = node("a");

    node.batches().start(BATCH, uids);
    finish(node);

    assertBooksAgree(node, uids);
    assertThat(time.nanoTime()).isLessThan(Duration.ofMinutes(6).toNanos());
  }

  @Test
  void aStoppedNodeLeavesTheRestToItsSuccessor() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    List<Uid> uids = fund(300, 3_000_000);
    OnePass first = node("a");
    first.batches().start(BATCH, uids);
    time.advance(Duration.ofSeconds(1));

    var stopped = first.stop().toCompletableFuture();
    time.advance(Duration.ofSeconds(1));
    long callsAtStop = thirdParty.calls();
    time.advance(Duration.ofSeconds(30));

    assertThat(stopped).isCompleted();
    assertThat(thirdParty.calls()).isEqualTo(callsAtStop);
    OnePass second = node("b");
    finish(second);
    assertBooksAgree(second, uids);
  }

  @Test
  void whenANodeSaysThatItHasStoppedNothingOfItIsUnderWay() {
    for (int millis = 0; millis < 300; millis++) {
      new SweepEngineTest().stopAfter(Duration.ofMillis(millis));
    }
  }

  private void stopAfter(Duration running) {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    // Tasks overtake each other, so that a claim may come back after the wish to stop.
    Random pauses = new Random(running.toMillis());
    pause = () -> Duration.ofMillis(pauses.nextInt(30));
    OnePass node = node("a");
    node.batches().start(BATCH, fund(20, 100_000));
    // An announcement is not waited for, so there shall be none.
    database.batches().begun(BATCH, time.now());
    time.advance(running);

    AtomicInteger left = new AtomicInteger(-1);
    node.stop().thenRun(() -> left.set(outstanding));
    time.advance(Duration.ofSeconds(5));

    // The task that says so is itself still running.
    assertThat(left).as("stopped after %s", running).hasValue(1);
    long open = database.batches().progress(BATCH).unsettled();
    assertThat(database.batches().claim(BATCH, "b", 100, Duration.ofSeconds(8)))
        .hasSize((int) open);
  }

  @Test
  void twoNodesShareABatch() {
    thirdParty.script(this::faulty);
    List<Uid> uids = fund(2_000, 1_000_000);
    OnePass first = node("a");
    OnePass second = node("b");

    first.batches().start(BATCH, uids);
    finish(second);

    assertBooksAgree(first, uids);
    assertThat(first.batches().items(BATCH, null, Uid.EXTERNAL, 3_000).orElseThrow())
        .allMatch(item -> item.state() == ItemState.SWEPT);
  }

  @Test
  void likeSizedAccountsTakeLittleMoreCallsThanTheEntropyOfTheirBalances() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    List<Uid> uids = LongStream.rangeClosed(1, 2_000).mapToObj(Uid::new).toList();
    for (Uid uid : uids) {
      deposit(uid, Money.ofCents(random.nextLong(1_448, 45_059)));
    }
    OnePass node = node("a");

    node.batches().start(BATCH, uids);
    finish(node);

    assertBooksAgree(node, uids);
    double entropy = Math.log(45_059 - 1_448) / Math.log(2);
    assertThat(thirdParty.calls()).isLessThan((long) (1.10 * entropy * 2_000));
  }

  @Test
  void balancesUnlikeThoseBeforeAreSweptAllTheSame() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    List<Uid> uids = fund(600, 50_000);
    for (Uid uid : uids) {
      if (random.nextInt(20) == 0) {
        deposit(uid, Money.ofCents(random.nextLong(1L << random.nextInt(1, 31))));
      }
    }
    OnePass node = node("a");

    node.batches().start(BATCH, uids);
    finish(node);

    assertBooksAgree(node, uids);
  }

  @Test
  void fewAccountsDoNotWaitForEachAnswerOfAThirdPartyThatKeepsTheirOrder() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    List<Uid> uids = fund(5, 45_000);
    OnePass node = node("a");

    node.batches().start(BATCH, uids);
    BatchStatus status = finish(node);

    assertBooksAgree(node, uids);
    assertThat(took(status)).isLessThan(ROUND_TRIP.multipliedBy(10));
    assertThat(thirdParty.calls()).isLessThanOrEqualTo(5 * 22);
  }

  @Test
  void aThirdPartyThatDoesNotKeepTheOrderIsSoonAskedOneByOne() {
    thirdParty.script(payment -> new Fate(Duration.ofMillis(random.nextInt(20)), null, ROUND_TRIP));
    List<Uid> uids = fund(40, 45_000);
    OnePass node = node("a");
    for (int i = 0; i < 10; i++) {
      Uid uid = uids.get(i);
      BatchId first = new BatchId("first-" + i);
      node.batches().start(first, List.of(uid));
      time.advance(Duration.ofSeconds(3));
      assertThat(node.batches().status(first).orElseThrow().phase()).isEqualTo(Phase.FINISHED);
    }
    long before = thirdParty.calls();

    for (Uid uid : uids) {
      deposit(uid, Money.ofCents(random.nextLong(45_000)));
    }
    node.batches().start(BATCH, uids);
    finish(node);

    assertThat(thirdParty.total()).isEqualTo(Money.ZERO);
    assertThat(thirdParty.calls() - before).isLessThanOrEqualTo(40 * 22);
  }

  @Test
  void aHugeAccountNeitherStarvesTheSmallNorEndsLongAfterThem() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    List<Uid> uids = fund(500, 45_000);
    deposit(new Uid(7), Money.of("20000000.00"));
    OnePass node = node("a");

    node.batches().start(BATCH, uids);
    BatchStatus status = finish(node);

    assertBooksAgree(node, uids);
    long rounds = thirdParty.calls() / 60;
    assertThat(thirdParty.calls()).isLessThan((long) (1.02 * (2_000 + 500 * 21)));
    assertThat(took(status)).isLessThan(ROUND_TRIP.multipliedBy(rounds * 5 / 4 + 30));
  }

  @Test
  void aSmallBatchDoesNotWaitForALargeOne() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    List<Uid> uids = fund(3_020, 45_000);
    OnePass node = node("a");
    BatchId large = new BatchId("large");
    node.batches().start(large, uids.subList(20, 3_020));
    time.advance(Duration.ofSeconds(2));

    node.batches().start(BATCH, uids.subList(0, 20));
    BatchStatus status = finish(node);

    assertThat(took(status)).isLessThan(Duration.ofSeconds(2));
    assertThat(node.batches().status(large).orElseThrow().progress().unsettled())
        .isGreaterThan(1_000);
  }

  private void deposit(Uid uid, Money amount) {
    thirdParty.deposit(uid, amount);
    funded = funded.plus(amount);
  }

  private static Duration took(BatchStatus status) {
    Batch batch = status.batch();
    return Duration.between(batch.acceptedAt(), requireNonNull(batch.finishedAt()));
  }

  @Test
  void whoWaitsForABatchThatNobodyKnowsAsksLessAndLess() {
    OnePass node = node("a");
    var end = node.batches().whenFinished(BATCH).toCompletableFuture();
    AtomicInteger tasks = new AtomicInteger();
    pause =
        () -> {
          tasks.incrementAndGet();
          return Duration.ZERO;
        };

    time.advance(Duration.ofMinutes(10));

    assertThat(end).isNotDone();
    assertThat(tasks.get()).isLessThan(20 * 600);
    node.batches().start(BATCH, fund(1, 100));
    time.advance(Duration.ofSeconds(15));
    assertThat(end).isCompleted();
  }

  @Test
  void announcementsAreRepeatedUntilConfirmed() {
    thirdParty.announcementsFail(() -> random.nextInt(4) > 0);
    List<Uid> uids = fund(5, 1_000);
    OnePass node = node("a");

    node.batches().start(BATCH, uids);
    finish(node);

    assertBooksAgree(node, uids);
    assertThat(thirdParty.begun()).containsExactly(BATCH);
  }
}
