// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.LimitBounds;
import dev.onepass.memory.Fate;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.BatchStatus.Phase;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How few calls and how little time batches take, and that none waits for another. */
@Timeout(60)
class SweepEconomyTest extends SweepFixture {

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

  /**
   * All accounts are asked at the same time again and again, and some are told at once that the
   * third party failed: neither shows that it is overloaded.
   */
  @Test
  void accountsInStepAndFailuresAtOnceDoNotSlowTheNextBatch() {
    thirdParty.script(
        payment ->
            switch (random.nextInt(100)) {
              case 0, 1 -> Fate.lostOnTheWay(PayAnswer.Cause.SERVER_ERROR);
              case 2, 3, 4 -> Fate.answerLost(PayAnswer.Cause.SERVER_ERROR);
              default -> Fate.slow(ROUND_TRIP.plusMillis(random.nextInt(3) - 1));
            });
    OnePass node = node("a", new LimitBounds(10, 200));

    for (int i = 0; i < 20; i++) {
      BatchId batch = new BatchId("batch-" + i);
      node.batches().start(batch, fund(99, 45_000));
      time.advance(Duration.ofSeconds(2));

      BatchStatus status = node.batches().status(batch).orElseThrow();
      assertThat(status.phase()).as("%s after 2 s", batch).isEqualTo(Phase.FINISHED);
      // Twenty-one calls one after the other, some of them twice; at first the limit has to grow.
      assertThat(took(status)).as("%s", batch).isLessThan(ROUND_TRIP.multipliedBy(36));
    }
    assertThat(thirdParty.total()).isEqualTo(Money.ZERO);
  }

  /** Those that are called first of all: nothing has shown yet that the third party is there. */
  @ParameterizedTest
  @ValueSource(ints = {5, 12, 40, 200})
  void accountsThatAlwaysFailDoNotMakeTheThirdPartySeemAway(int dead) {
    thirdParty.script(
        payment ->
            payment.uid().value() <= dead
                ? Fate.lostOnTheWay(PayAnswer.Cause.SERVER_ERROR)
                : Fate.slow(Duration.ofMillis(15 + random.nextInt(20))));
    OnePass node = node("a");
    node.batches().start(BATCH, fund(500, 9_000_000));

    time.advance(Duration.ofSeconds(12).plusMillis(100L * dead));

    BatchStatus status = node.batches().status(BATCH).orElseThrow();
    assertThat(status.progress().count(ItemState.SWEPT)).isEqualTo(500 - dead);
  }
}
