// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.testkit.contract.PaymentGatewayContract;
import dev.onepass.testkit.contract.PaymentTrouble;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InMemoryThirdPartyTest extends PaymentGatewayContract {

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final InMemoryThirdParty thirdParty = new InMemoryThirdParty(time);
  private final Queue<Fate> fates = new ArrayDeque<>();
  private final AtomicInteger failing = new AtomicInteger();

  InMemoryThirdPartyTest() {
    thirdParty.script(payment -> fates.isEmpty() ? Fate.FAIR : fates.remove());
    thirdParty.announcementsFail(() -> failing.getAndDecrement() > 0);
  }

  @Override
  protected PaymentGateway gateway() {
    return thirdParty;
  }

  @Override
  protected void open(Uid uid, Money balance) {
    thirdParty.deposit(uid, balance);
  }

  @Override
  protected Money balance(Uid uid) {
    return thirdParty.balance(uid);
  }

  @Override
  protected void trouble(PaymentTrouble trouble) {
    fates.add(
        trouble.isApplied()
            ? Fate.answerLost(trouble.cause())
            : Fate.lostOnTheWay(trouble.cause()));
  }

  @Override
  protected void throttle(Duration retryAfter) {
    fates.add(Fate.throttled(retryAfter));
  }

  @Override
  protected void failAnnouncements(int count) {
    failing.set(count);
  }

  @Override
  protected List<BatchId> begun() {
    return thirdParty.begun();
  }

  @Override
  protected List<BatchId> finished() {
    return thirdParty.finished();
  }

  @Override
  protected void settle() {
    time.runUntilIdle(Duration.ofMinutes(1));
  }

  @Test
  void aPaymentCanBeAppliedLongAfterItsCallerGaveUp() {
    Uid uid = new Uid(1);
    thirdParty.deposit(uid, Money.of("5"));
    fates.add(Fate.appliedLate(Duration.ofSeconds(1), Duration.ofSeconds(3)));
    List<PayAnswer> answers = new ArrayList<>();
    thirdParty.pay(new Payment("t", uid, Money.of("2"))).thenAccept(answers::add);

    time.advance(Duration.ofSeconds(2));
    assertThat(answers).hasSize(1).hasOnlyElementsOfType(PayAnswer.InDoubt.class);
    assertThat(thirdParty.balance(uid)).isEqualTo(Money.of("5"));

    time.advance(Duration.ofSeconds(1));
    assertThat(thirdParty.balance(uid)).isEqualTo(Money.of("3"));
    assertThat(thirdParty.total()).isEqualTo(Money.of("3"));
  }

  @Test
  void aCallIsNeverAnsweredFromWithinItself() {
    assertThat(thirdParty.pay(new Payment("t", new Uid(1), Money.of("1"))).toCompletableFuture())
        .isNotDone();
    assertThat(thirdParty.calls()).isEqualTo(1);
  }
}
