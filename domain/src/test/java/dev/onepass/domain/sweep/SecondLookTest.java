// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.memory.Fate;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.Payment;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Payments that settle although their caller was told that they did not. */
@Timeout(60)
class SecondLookTest extends SweepFixture {

  private static final Uid UID = new Uid(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration LATE = Duration.ofMinutes(2);
  private static final Duration LOOK = SweepSettings.of("any").secondLook();
  private static final Money DEPOSIT = Money.of("9000.00");

  private final Set<String> asked = new HashSet<>();

  /** The first request of each payment that the account cannot bear is held up on its way. */
  private Fate heldUp(Payment payment) {
    boolean isFirst = asked.add(payment.transactionId());
    return isFirst && thirdParty.balance(UID).isLessThan(payment.amount())
        ? Fate.appliedLate(TIMEOUT, LATE)
        : Fate.FAIR;
  }

  @Test
  void aPaymentThatTakesEffectAfterItsRefusalIsCredited() {
    thirdParty.script(this::heldUp);
    OnePass node = node("a");
    sweptBeforeADeposit(node);
    time.advance(LATE);
    assertThat(thirdParty.balance(UID)).as("what arrived late").isLessThan(DEPOSIT);

    time.advance(LOOK);

    assertConserved(node);
    assertThat(item(node).isClosed()).isTrue();
    assertThat(item(node).note()).contains("after it had been refused");
    assertThat(node.batches().status(BATCH).orElseThrow().progress().swept())
        .as("nobody remembers the smaller figure")
        .isEqualTo(item(node).swept());
  }

  @Test
  void anotherNodeTakesTheSecondLookIfTheFirstIsGone() {
    thirdParty.script(this::heldUp);
    OnePass first = node("a");
    sweptBeforeADeposit(first);
    first.stop();
    time.advance(LATE);
    OnePass second = node("b");

    time.advance(LOOK);

    assertConserved(second);
    assertThat(item(second).isClosed()).isTrue();
  }

  @Test
  void aLookThatLosesSightOfARequestIsFollowedByAnother() {
    thirdParty.script(this::heldUp);
    OnePass node = node("a");
    sweptBeforeADeposit(node);
    // The late ones have found nothing, but those of the look are held up in turn.
    thirdParty.script(payment -> Fate.FAIR);
    drain(node);
    asked.clear();
    thirdParty.script(this::heldUp);
    time.advance(LOOK.minus(LATE).plusSeconds(30));
    assertThat(asked).as("asked for again").isNotEmpty();
    assertThat(item(node).isClosed()).isFalse();
    deposit(UID, DEPOSIT);
    time.advance(LATE);

    time.advance(LOOK);

    assertConserved(node);
    assertThat(item(node).isClosed()).isTrue();
  }

  @Test
  void withoutALostRequestNothingIsAskedTwice() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    OnePass node = node("a");
    node.batches().start(BATCH, fund(50, 3_000_000));
    finish(node);
    long calls = thirdParty.calls();

    time.advance(LOOK.multipliedBy(3));

    assertThat(thirdParty.calls()).isEqualTo(calls);
  }

  @Test
  void aNodeWhoseClaimsMayHaveRunOutAsksForNothing() {
    thirdParty.script(payment -> Fate.slow(ROUND_TRIP));
    OnePass node = node("a");
    node.batches().start(BATCH, fund(200, 3_000_000));
    time.advance(Duration.ofMillis(500));
    long calls = thirdParty.calls();
    assertThat(calls).isPositive();
    // What a process does that was stopped: nothing, and then everything that has become due.
    pause = () -> SweepSettings.of("a").lease().plusSeconds(1);
    time.advance(ROUND_TRIP.multipliedBy(3));
    long atStop = thirdParty.calls();
    pause = () -> Duration.ZERO;

    time.advance(SweepSettings.of("a").lease());

    assertThat(thirdParty.calls()).isEqualTo(atStop);
  }

  /** Sweeps an account of which a request for every refused payment is still on its way. */
  private void sweptBeforeADeposit(OnePass node) {
    deposit(UID, Money.of("123.45"));
    node.batches().start(BATCH, List.of(UID));
    BatchStatus finished = finish(node);
    assertThat(finished.progress().count(ItemState.SWEPT)).isEqualTo(1);
    assertThat(finished.batch().secondLook()).isTrue();
    deposit(UID, DEPOSIT);
  }

  /** Lets the late requests find nothing: another batch takes the deposit first. */
  private void drain(OnePass node) {
    BatchId other = new BatchId("other");
    node.batches().start(other, List.of(UID));
    time.advance(LATE);
  }

  private BatchItem item(OnePass node) {
    return node.batches().items(BATCH, null, Uid.EXTERNAL, 1).orElseThrow().get(0);
  }

  private void assertConserved(OnePass node) {
    Money inside = node.balances().readPastCache(List.of(UID)).get(UID).amount();
    assertThat(inside.plus(thirdParty.balance(UID))).isEqualTo(funded);
    assertThat(node.batches().report(BATCH, Uid.EXTERNAL, 10).orElseThrow().isConserved()).isTrue();
  }
}
