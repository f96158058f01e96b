// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.BatchEnd;
import dev.onepass.memory.Fate;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.BatchStatus.Phase;
import dev.onepass.ports.batch.ItemCheckpoint;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.batch.Waiting;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.testkit.data.ItemBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing stands still: whatever breaks, what can go on does, and what cannot says why. */
@Timeout(120)
class SweepLivenessTest extends SweepFixture {

  private static final long DEAD = 1_000_000;

  private Fate deadOrFair(Payment payment) {
    return payment.uid().value() >= DEAD
        ? Fate.answerLost(Cause.SERVER_ERROR)
        : Fate.slow(ROUND_TRIP);
  }

  private Duration alone(int accounts) {
    SweepLivenessTest other = new SweepLivenessTest();
    other.thirdParty.script(other::deadOrFair);
    OnePass node = other.node("alone");
    node.batches().start(BATCH, other.fund(accounts, 45_000));
    return took(other.finish(node));
  }

  private List<Uid> dead(int from, int count) {
    return LongStream.range(DEAD + from, DEAD + from + count).mapToObj(Uid::new).toList();
  }

  /** As many as freeze nodes whose room is shared by all that are unfinished. */
  @ParameterizedTest
  @CsvSource({
    "65, 20",
    "90, 20",
    "90, 720",
    "300, 1200",
    "2000, 0",
    "2000, 5",
    "2000, 3600",
    "5000, 3",
    "5000, 60",
    "5000, 500"
  })
  void aNewBatchEndsAsIfAloneHoweverManyAreStuck(int stuck, int forSeconds) {
    Duration alone = alone(99);
    thirdParty.script(this::deadOrFair);
    OnePass node = node("a");
    for (int i = 0; i < stuck; i++) {
      node.batches().start(new BatchId("stuck-" + i), dead(i, 1));
    }
    time.advance(Duration.ofSeconds(forSeconds));

    node.batches().start(BATCH, fund(99, 45_000));

    assertThat(took(finish(node))).isLessThan(alone.multipliedBy(12).dividedBy(10).plusMillis(200));
    assertThat(thirdParty.total()).isEqualTo(Money.ZERO);
  }

  /**
   * A call that is only given up after seconds may hold its permit all that time. What is not known
   * of a node's first calls is learnt when they time out.
   */
  @ParameterizedTest
  @CsvSource({"90, 20, 4", "2000, 120, 4", "2000, 1, 22"})
  void aNewBatchEndsSoonHoweverManyFallSilent(int silent, int forSeconds, int endsInSeconds) {
    Duration timeout = Duration.ofSeconds(10);
    thirdParty.script(
        payment ->
            payment.uid().value() >= DEAD
                ? new Fate(null, new PayAnswer.InDoubt(Cause.TIMEOUT, "scripted"), timeout)
                : Fate.slow(ROUND_TRIP));
    OnePass node = node("a");
    for (int i = 0; i < silent; i++) {
      node.batches().start(new BatchId("silent-" + i), dead(i, 1));
    }
    time.advance(Duration.ofSeconds(forSeconds));

    node.batches().start(BATCH, fund(99, 45_000));

    assertThat(took(finish(node))).isLessThan(Duration.ofSeconds(endsInSeconds));
  }

  /** What is due again in an hour is not looked at in between. */
  @Test
  void batchesThatWaitCostNothing() {
    thirdParty.script(this::deadOrFair);
    OnePass node = node("a");
    for (int i = 0; i < 300; i++) {
      node.batches().start(new BatchId("stuck-" + i), dead(i, 1));
    }
    time.advance(Duration.ofHours(6));
    int[] tasks = {0};
    pause =
        () -> {
          tasks[0]++;
          return Duration.ZERO;
        };

    time.advance(Duration.ofMinutes(1));

    // A look each two seconds and a renewal each lease/3, and what came due in this minute.
    assertThat(tasks[0]).isLessThan(3_000);
    BatchStatus waiting = node.batches().status(new BatchId("stuck-7")).orElseThrow();
    assertThat(waiting.phase()).isIn(Phase.WAITING, Phase.SLOW);
  }

  @Test
  void accountsThatNobodyAnswersForHoldUpNoOthers() {
    Duration alone = alone(4_500);
    thirdParty.script(
        payment ->
            payment.uid().value() % 4 == 0
                ? Fate.answerLost(Cause.SERVER_ERROR)
                : Fate.slow(ROUND_TRIP));
    List<Uid> uids = LongStream.rangeClosed(1, 6_000).mapToObj(Uid::new).toList();
    for (Uid uid : uids) {
      if (uid.value() % 4 != 0) {
        deposit(uid, Money.ofCents(1 + random.nextLong(45_000)));
      }
    }
    OnePass node = node("a");
    node.batches().start(BATCH, uids);

    time.runUntil(
        () -> database.batches().progress(BATCH).count(ItemState.SWEPT) == 4_500,
        alone.multipliedBy(12).dividedBy(10));

    assertThat(thirdParty.total()).isEqualTo(Money.ZERO);
  }

  @Test
  void anAccountThatNobodyAnswersForSaysWhatItsLastAnswerWas() {
    thirdParty.script(this::deadOrFair);
    OnePass node = node("a");
    node.batches().start(BATCH, dead(0, 1));

    time.advance(Duration.ofMinutes(11));

    BatchItem item = node.batches().items(BATCH, null, Uid.EXTERNAL, 1).orElseThrow().get(0);
    assertThat(item.state()).isEqualTo(ItemState.UNRESOLVED);
    assertThat(item.note()).contains("SERVER_ERROR", "scripted");
  }

  @Test
  void anExecutorThatRefusesHalfOfItsTasksHoldsNothingUp() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    OnePass node =
        start(
            thirdParty,
            task -> {
              switch (random.nextInt(4)) {
                case 0 -> throw new RejectedExecutionException("full");
                case 1 -> throw new OutOfMemoryError("unable to create native thread");
                default -> runLater(task);
              }
            });
    List<Uid> uids = fund(30, 45_000);
    node.batches().start(BATCH, uids);

    finish(node);
    var stopped = node.stop().toCompletableFuture();
    time.advance(Duration.ofSeconds(30));

    assertBooksAgree(node, uids);
    assertThat(stopped).isCompleted();
  }

  @Test
  void anExecutorThatRunsInItsCallerHoldsNothingUp() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    OnePass node = start(thirdParty, Runnable::run);
    List<Uid> uids = fund(50, 45_000);
    node.batches().start(BATCH, uids);

    finish(node);

    assertBooksAgree(node, uids);
  }

  @Test
  void aGatewayThatThrowsOrFallsSilentHoldsNothingUp() {
    List<Function<Payment, CompletionStage<PayAnswer>>> whims =
        List.of(
            payment -> {
              throw new IllegalStateException("no token");
            },
            payment -> {
              throw new OutOfMemoryError("unable to create native thread");
            },
            payment -> null,
            payment -> new CompletableFuture<>(),
            payment -> CompletableFuture.failedFuture(new IllegalStateException("broke")),
            payment -> CompletableFuture.completedFuture(null));
    int[] calls = {0};
    OnePass node =
        start(
            gateway(
                payment ->
                    ++calls[0] % 3 == 0
                        ? whims.get(calls[0] / 3 % whims.size()).apply(payment)
                        : thirdParty.pay(payment)),
            this::runLater);
    List<Uid> uids = fund(30, 4_500);
    node.batches().start(BATCH, uids);

    finish(node);
    var stopped = node.stop().toCompletableFuture();
    time.advance(Duration.ofMinutes(5));

    assertBooksAgree(node, uids);
    assertThat(stopped).isCompleted();
  }

  @Test
  void aNodeStopsAlthoughItsGatewayHasFallenSilent() {
    OnePass node = start(gateway(payment -> new CompletableFuture<>()), this::runLater);
    node.batches().start(BATCH, fund(30, 4_500));
    time.advance(Duration.ofSeconds(1));

    var stopped = node.stop().toCompletableFuture();
    time.advance(Duration.ofMinutes(4));

    assertThat(stopped).isCompleted();
    // All is left to others, at once.
    OnePass other = node("b");
    finish(other);
    assertThat(thirdParty.total()).isEqualTo(Money.ZERO);
  }

  @Test
  void anAnnouncementThatFallsSilentIsRepeated() {
    int[] begins = {0};
    PaymentGateway silentAtFirst =
        new PaymentGateway() {
          @Override
          public CompletionStage<PayAnswer> pay(Payment payment) {
            return thirdParty.pay(payment);
          }

          @Override
          public CompletionStage<Void> begin(BatchId batch, List<Uid> uids) {
            return switch (++begins[0]) {
              case 1 -> new CompletableFuture<>();
              case 2 -> throw new IllegalStateException("no token");
              default -> thirdParty.begin(batch, uids);
            };
          }

          @Override
          public CompletionStage<Void> finish(BatchId batch) {
            return thirdParty.finish(batch);
          }
        };
    OnePass node = start(silentAtFirst, this::runLater);
    node.batches().start(BATCH, fund(3, 100));

    finish(node);

    assertThat(begins[0]).isEqualTo(3);
    assertThat(time.nanoTime()).isLessThan(Duration.ofMinutes(5).toNanos());
  }

  @Test
  void aBatchWhoseBeginIsNotConfirmedSaysWhyAndGoesOnByItself() {
    thirdParty.announcementsFail(() -> true);
    OnePass node = node("a");
    node.batches().start(BATCH, fund(3, 100));

    time.advance(Duration.ofMinutes(10));

    Waiting waiting = node.batches().status(BATCH).orElseThrow().batch().waiting();
    assertThat(waiting).isNotNull();
    assertThat(waiting.reason()).contains("begin", "not confirmed");
    // Pauses grow: 1, 2, 4, ... 60 seconds.
    assertThat(waiting.attempts()).isBetween(10, 20);
    assertThat(Duration.between(waiting.since(), time.now())).isGreaterThan(Duration.ofMinutes(9));
    thirdParty.announcementsFail(() -> false);
    finish(node);
    assertThat(node.batches().status(BATCH).orElseThrow().batch().waiting()).isNull();
  }

  @Test
  void afterAnOutageAllThatWaitedForTheirBeginGoOnAtOnce() {
    thirdParty.announcementsFail(() -> true);
    OnePass node = node("a");
    for (int i = 0; i < 50; i++) {
      node.batches().start(new BatchId("waits-" + i), List.of(fund(50, 100).get(i)));
    }
    time.advance(Duration.ofMinutes(30));
    thirdParty.announcementsFail(() -> false);

    time.advance(Duration.ofSeconds(70));

    assertThat(thirdParty.finished()).hasSize(50);
  }

  @Test
  void aRotatedTokenIsNoVerdictOnAnyAccount() {
    List<Uid> uids = fund(40, 4_500_000);
    Duration out = Duration.ofSeconds(8);
    boolean[] rotated = {false};
    thirdParty.script(
        payment ->
            rotated[0]
                ? new Fate(null, new PayAnswer.TurnedAway("code 401: token expired"), ROUND_TRIP)
                : Fate.slow(ROUND_TRIP));
    OnePass node = node("a");
    node.batches().start(BATCH, uids);
    time.advance(Duration.ofMillis(200));
    rotated[0] = true;
    time.advance(out);

    BatchStatus waits = node.batches().status(BATCH).orElseThrow();
    Waiting waiting = waits.waiting();
    assertThat(waiting).isNotNull();
    assertThat(waiting.reason()).contains("401");
    assertThat(waits.progress().count(ItemState.REJECTED)).isZero();
    // What has settled is credited before the wait.
    Money left = Money.ofCents(funded.cents() - thirdParty.total().cents());
    assertThat(waits.progress().swept()).isEqualTo(left);
    long calls = thirdParty.calls();
    time.advance(Duration.ofMinutes(2));
    assertThat(thirdParty.calls() - calls).isLessThan(10);

    rotated[0] = false;
    finish(node);
    assertBooksAgree(node, uids);
  }

  @Test
  void anAccountThatAloneIsTurnedAwayIsCreditedWhatItGaveAndSaysWhy() {
    List<Uid> uids = fund(20, 4_500);
    Uid refused = uids.get(7);
    deposit(refused, Money.of("20000.00"));
    int[] given = {0};
    thirdParty.script(
        payment ->
            payment.uid().equals(refused) && ++given[0] > 2
                ? new Fate(
                    null, new PayAnswer.TurnedAway("code 403: " + "余".repeat(250)), ROUND_TRIP)
                : Fate.slow(ROUND_TRIP));
    OnePass node = node("a");
    node.batches().start(BATCH, uids);

    time.advance(Duration.ofMinutes(12));

    assertThat(database.batches().progress(BATCH).count(ItemState.SWEPT)).isEqualTo(19);
    BatchItem item =
        node.batches().items(BATCH, ItemState.UNRESOLVED, Uid.EXTERNAL, 9).orElseThrow().get(0);
    assertThat(item.key().uid()).isEqualTo(refused);
    assertThat(item.swept()).isEqualTo(Money.of("20000.00"));
    assertThat(item.note()).contains("turned away: code 403");
  }

  @Test
  void anItemThatCannotBeReadHoldsUpNoOthersAndSaysWhy() {
    List<Uid> uids = fund(40, 45_000);
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    OnePass old = node("old");
    old.batches().start(BATCH, uids);
    time.advance(Duration.ofMillis(60));
    old.stop();
    time.advance(Duration.ofSeconds(10));
    BatchItem garbage = rewrite("some words");
    BatchItem newer = rewrite("2:whatever comes next");

    OnePass node = node("a");
    time.advance(Duration.ofMinutes(5));

    assertThat(database.batches().progress(BATCH).count(ItemState.SWEPT)).isEqualTo(38);
    assertThat(stored(node, garbage).note()).contains("cannot be read", "no progress");
    assertThat(stored(node, newer).note()).contains("later version");
    assertThat(List.of(stored(node, garbage), stored(node, newer)))
        .allMatch(item -> item.state() == ItemState.UNRESOLVED)
        .extracting(BatchItem::progress)
        .containsExactly("some words", "2:whatever comes next");
  }

  private BatchItem rewrite(String progress) {
    BatchItem claimed = database.batches().claim(BATCH, "editor", 1, Duration.ofSeconds(1)).get(0);
    BatchItem edited = ItemBuilder.after(claimed).progress(progress).build();
    LedgerChanges changes =
        new LedgerChanges(
            List.of(),
            List.of(),
            List.of(),
            List.of(new ItemCheckpoint(edited, Duration.ZERO)),
            List.of());
    LedgerReads reads = new LedgerReads(Set.of(), Set.of(), Set.of(claimed.key()));
    database.ledger().transact(reads, found -> new LedgerDecision.Decided<>(changes, true));
    return edited;
  }

  private static BatchItem stored(OnePass node, BatchItem item) {
    Uid before = new Uid(item.key().uid().value() - 1);
    return node.batches().items(BATCH, null, before, 1).orElseThrow().get(0);
  }

  @Test
  void aBatchThatIsAcceptedWhileOthersAreLookedForBeginsAtOnce() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    // Tasks take a while, so that the second batch comes during the look that found the first.
    pause = () -> Duration.ofMillis(3);
    OnePass node = node("a");
    time.advance(Duration.ofSeconds(1));
    List<Uid> uids = fund(2, 100);
    BatchId second = new BatchId("second");
    node.batches().start(BATCH, uids.subList(0, 1));
    time.advance(Duration.ofMillis(5));
    node.batches().start(second, uids.subList(1, 2));

    time.advance(Duration.ofMillis(900));

    assertThat(phase(node, second)).isEqualTo(Phase.FINISHED);
  }

  @Test
  void nothingIsSweptBeforeTheStart() {
    OnePass node = build(thirdParty, this::runLater);
    List<Uid> uids = fund(1, 100);
    node.batches().start(BATCH, uids);
    node.batches().resume(BATCH, ItemState.UNRESOLVED);
    time.advance(Duration.ofMinutes(1));
    assertThat(thirdParty.calls()).isZero();

    node.start();
    finish(node);

    assertBooksAgree(node, uids);
  }

  @Test
  void whatWasStoppedIsNotStartedAgain() {
    OnePass node = node("a");
    assertThatThrownBy(node::start).isInstanceOf(IllegalStateException.class);
    node.stop();
    time.advance(Duration.ofSeconds(5));
    assertThatThrownBy(node::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("STOPPING");
  }

  @Test
  void whatWasNeverStartedStopsAtOnce() {
    OnePass node = build(thirdParty, this::runLater);
    var stopped = node.stop().toCompletableFuture();
    time.advance(Duration.ZERO);
    assertThat(stopped).isCompleted();
  }

  @Test
  void whoWaitsForABatchIsToldHowItEnds() {
    thirdParty.script(this::deadOrFair);
    OnePass node = node("a");
    var unknown = node.batches().whenFinished(BATCH).toCompletableFuture();
    time.advance(Duration.ZERO);
    assertThat(unknown).isCompletedWithValue(BatchEnd.UNKNOWN);

    node.batches().start(BATCH, fund(1, 100));
    var finished = node.batches().whenFinished(BATCH).toCompletableFuture();
    time.advance(Duration.ofSeconds(5));
    assertThat(finished).isCompletedWithValue(BatchEnd.FINISHED);
    var again = node.batches().whenFinished(BATCH).toCompletableFuture();
    time.advance(Duration.ZERO);
    assertThat(again).isCompletedWithValue(BatchEnd.FINISHED);

    BatchId never = new BatchId("never");
    node.batches().start(never, dead(0, 1));
    var stopped = node.batches().whenFinished(never).toCompletableFuture();
    node.stop();
    time.advance(Duration.ofMinutes(5));
    assertThat(stopped).isCompletedWithValue(BatchEnd.STOPPED);
    assertThat(node.batches().whenFinished(never).toCompletableFuture())
        .isCompletedWithValue(BatchEnd.STOPPED);
  }

  private OnePass start(PaymentGateway gateway, Executor executor) {
    OnePass node = build(gateway, executor);
    node.start();
    return node;
  }

  private PaymentGateway gateway(Function<Payment, CompletionStage<PayAnswer>> pay) {
    return new PaymentGateway() {
      @Override
      public CompletionStage<PayAnswer> pay(Payment payment) {
        return pay.apply(payment);
      }

      @Override
      public CompletionStage<Void> begin(BatchId batch, List<Uid> uids) {
        return thirdParty.begin(batch, uids);
      }

      @Override
      public CompletionStage<Void> finish(BatchId batch) {
        return thirdParty.finish(batch);
      }
    };
  }

  private static Phase phase(OnePass node, BatchId id) {
    return node.batches().status(id).orElseThrow().phase();
  }
}
