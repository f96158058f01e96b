// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.domain.OnePass;
import dev.onepass.memory.Fate;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.BatchStatus.Phase;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import dev.onepass.ports.thirdparty.Payment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was refused, given up or left waiting goes on once what was wrong is right again. */
@Timeout(120)
class SweepResumeTest extends SweepFixture {

  private static final Fate NO_ANSWER =
      new Fate(null, new PayAnswer.InDoubt(Cause.TIMEOUT, "silence"), Duration.ofMillis(100));

  private boolean isWrong = true;
  private final Map<String, Payment> asked = new HashMap<>();

  /** While something is wrong this happens to all payments; afterwards they are paid. */
  private Fate unlessMended(Payment payment, Fate whileWrong) {
    Payment before = asked.put(payment.transactionId(), payment);
    assertThat(before).as("an id names one payment").isIn(payment, null);
    return isWrong ? whileWrong : Fate.slow(ROUND_TRIP);
  }

  private static Fate refused(ItemState how) {
    PayAnswer answer =
        how == ItemState.MISSING
            ? new PayAnswer.UnknownAccount()
            : new PayAnswer.Rejected(400, "amount out of range");
    return new Fate(null, answer, ROUND_TRIP);
  }

  @ParameterizedTest
  @EnumSource(names = {"MISSING", "REJECTED"})
  void whatWasRefusedIsSweptOnceItIsResumedThoughTheBatchIsFinished(ItemState how) {
    thirdParty.script(payment -> unlessMended(payment, refused(how)));
    OnePass node = node("a");
    List<Uid> uids = fund(5, 3_000_000);
    node.batches().start(BATCH, uids);
    BatchStatus finished = finish(node);
    assertThat(finished.progress().count(how)).isEqualTo(5);
    isWrong = false;

    assertThat(node.batches().resume(BATCH, how)).contains(5L);
    time.advance(Duration.ofMinutes(1));

    assertBooksAgree(node, uids);
    BatchStatus status = node.batches().status(BATCH).orElseThrow();
    assertThat(status.phase()).isEqualTo(Phase.FINISHED);
    assertThat(status.progress().count(ItemState.SWEPT)).isEqualTo(5);
    assertThat(status.batch().finishedAt()).isEqualTo(finished.batch().finishedAt());
  }

  /** Some of the money has been swept before, and is neither lost nor credited again. */
  @Test
  void anAccountThatIsRefusedAgainAndAgainKeepsWhatItHasPaid() {
    int[] calls = {0};
    thirdParty.script(
        payment ->
            unlessMended(
                payment,
                calls[0]++ % 3 == 0 ? refused(ItemState.REJECTED) : Fate.slow(ROUND_TRIP)));
    OnePass node = node("a");
    List<Uid> uids = fund(3, 9_000_000);
    node.batches().start(BATCH, uids);
    for (int i = 0; i < 20; i++) {
      time.advance(Duration.ofSeconds(20));
      node.batches().resume(BATCH, ItemState.REJECTED);
    }
    isWrong = false;
    node.batches().resume(BATCH, ItemState.REJECTED);

    time.advance(Duration.ofMinutes(15));

    assertBooksAgree(node, uids);
  }

  @Test
  void manyRefusalsInARowPauseTheBatchWhichSaysWhyAndGoesOnByItself() {
    thirdParty.script(payment -> unlessMended(payment, refused(ItemState.REJECTED)));
    OnePass node = node("a");
    List<Uid> uids = fund(1_000, 3_000);
    node.batches().start(BATCH, uids);
    time.advance(Duration.ofSeconds(20));

    BatchStatus paused = node.batches().status(BATCH).orElseThrow();
    assertThat(paused.progress().count(ItemState.REJECTED)).isBetween(20L, 80L);
    assertThat(requireNonNull(paused.waiting()).reason())
        .contains("nearly all accounts are refused")
        .contains("400 amount out of range");

    isWrong = false;
    time.advance(Duration.ofSeconds(15));
    BatchStatus working = node.batches().status(BATCH).orElseThrow();
    assertThat(working.progress().count(ItemState.SWEPT)).isPositive();
    finish(node);
    BatchStatus finished = node.batches().status(BATCH).orElseThrow();
    assertThat(finished.waiting()).isNull();
    assertThat(finished.progress().count(ItemState.REJECTED))
        .isEqualTo(paused.progress().count(ItemState.REJECTED));

    node.batches().resume(BATCH, ItemState.REJECTED);
    time.advance(Duration.ofMinutes(1));
    assertBooksAgree(node, uids);
  }

  @Test
  void whoeverResumesAPausedBatchDoesNotWaitForThePause() {
    thirdParty.script(payment -> unlessMended(payment, refused(ItemState.REJECTED)));
    OnePass node = node("a");
    List<Uid> uids = fund(200, 3_000);
    node.batches().start(BATCH, uids);
    time.advance(Duration.ofSeconds(5));
    isWrong = false;

    node.batches().resume(BATCH, ItemState.REJECTED);
    time.advance(Duration.ofSeconds(15));

    assertThat(node.batches().status(BATCH).orElseThrow().phase()).isEqualTo(Phase.FINISHED);
    assertBooksAgree(node, uids);
  }

  @Test
  void aBatchWhoseAccountsAreAllRefusedRightlyEnds() {
    thirdParty.script(payment -> refused(ItemState.REJECTED));
    OnePass node = node("a");
    node.batches().start(BATCH, fund(3_000, 100));

    BatchStatus finished = finish(node);

    assertThat(finished.progress().count(ItemState.REJECTED)).isEqualTo(3_000);
  }

  @Test
  void otherBatchesGoOnWhileOneIsPaused() {
    thirdParty.script(
        payment ->
            payment.uid().value() > 1_000 ? refused(ItemState.REJECTED) : Fate.slow(ROUND_TRIP));
    OnePass node = node("a");
    List<Uid> uids = fund(1_200, 3_000);
    BatchId refused = new BatchId("refused");
    node.batches().start(refused, uids.subList(1_000, 1_200));
    time.advance(Duration.ofSeconds(5));

    node.batches().start(BATCH, uids.subList(0, 99));

    assertThat(took(finish(node))).isLessThan(Duration.ofSeconds(3));
    assertThat(node.batches().status(refused).orElseThrow().waiting()).isNotNull();
  }

  /** Accounts were given up, some many times; nobody calls for them by hand. */
  @Test
  void afterAnOutageAllThatWaitedGoesOnAtOnce() {
    thirdParty.script(payment -> unlessMended(payment, NO_ANSWER));
    OnePass node = node("a");
    List<Uid> uids = fund(300, 3_000);
    node.batches().start(BATCH, uids.subList(0, 200));
    BatchId other = new BatchId("other");
    node.batches().start(other, uids.subList(200, 300));
    time.advance(Duration.ofHours(5));
    assertThat(node.batches().status(BATCH).orElseThrow().progress().count(ItemState.UNRESOLVED))
        .isEqualTo(200);
    isWrong = false;

    // Until somebody is called at all: the longest pause is an hour and four minutes.
    time.runUntil(() -> thirdParty.total().compareTo(funded) < 0, Duration.ofMinutes(70));
    time.advance(Duration.ofSeconds(20));

    assertThat(thirdParty.total()).isEqualTo(Money.ZERO);
    assertThat(node.batches().status(other).orElseThrow().phase()).isEqualTo(Phase.FINISHED);
  }

  @Test
  void whoeverMendsTheConfigurationAndStartsAgainNeedNotResumeByHand() {
    thirdParty.script(payment -> unlessMended(payment, NO_ANSWER));
    OnePass node = node("a");
    List<Uid> uids = fund(100, 3_000);
    node.batches().start(BATCH, uids);
    time.advance(Duration.ofHours(5));
    node.stop();
    time.advance(Duration.ofMinutes(5));
    isWrong = false;

    OnePass next = node("b");
    time.advance(Duration.ofSeconds(20));

    assertThat(next.batches().status(BATCH).orElseThrow().phase()).isEqualTo(Phase.FINISHED);
    assertBooksAgree(next, uids);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN", "SWEPT"})
  void whatIsNotStuckCannotBeResumed(ItemState state) {
    OnePass node = node("a");
    assertThatThrownBy(() -> node.batches().resume(BATCH, state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unresolved, missing or rejected");
  }
}
