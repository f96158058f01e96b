// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.Acceptance;
import dev.onepass.memory.Fate;
import dev.onepass.ports.batch.AnswerRates;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole batches, whatever the third party does. */
@Timeout(60)
class SweepEngineTest extends SweepFixture {

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
  void whatTheCallsOfASecondCameToIsTold() {
    var fate = new AtomicReference<>(Fate.slow(ROUND_TRIP));
    thirdParty.script(payment -> fate.get());
    thirdParty.deposit(new Uid(1), Money.of("100000000.00"));
    OnePass node = node("a");
    node.batches().start(BATCH, List.of(new Uid(1)));

    time.advance(Duration.ofSeconds(3));
    AnswerRates paid = answersOf(node);
    fate.set(Fate.lostOnTheWay(PayAnswer.Cause.SERVER_ERROR));
    time.advance(Duration.ofSeconds(3));
    AnswerRates lost = answersOf(node);
    fate.set(Fate.slow(ROUND_TRIP));
    finish(node);

    assertThat(paid).isEqualTo(new AnswerRates(paid.total(), 0, 0, 0, 0));
    assertThat(lost).isEqualTo(new AnswerRates(0, 0, 0, 0, lost.total()));
    assertThat(paid.total()).isGreaterThan(lost.total()).isPositive();
    assertThat(answersOf(node)).isEqualTo(AnswerRates.NONE);
  }

  private static AnswerRates answersOf(OnePass node) {
    return node.batches().status(BATCH).orElseThrow().answersPerSecond();
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
    assertThat(node.balances().readPastCache(List.of(new Uid(999)))).isEmpty();
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
