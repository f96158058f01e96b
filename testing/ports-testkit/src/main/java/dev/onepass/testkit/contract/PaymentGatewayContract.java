// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.Uids.uid;
import static dev.onepass.testkit.data.Uids.uids;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.ports.thirdparty.PaymentGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link PaymentGateway} must do, with a third party behind it that the adapter's test
 * sets up. Each test begins with a third party without accounts and without faults.
 */
public abstract class PaymentGatewayContract {

  private static final Uid USER = uid(7);
  private static final BatchId BATCH = new BatchId("batch");

  protected abstract PaymentGateway gateway();

  /** Opens an external account. */
  protected abstract void open(Uid uid, Money balance);

  /** What an external account holds. */
  protected abstract Money balance(Uid uid);

  /** Lets this befall the next payment call. */
  protected abstract void trouble(PaymentTrouble trouble);

  /** Lets the next payment call be turned away, unapplied, with this time to wait. */
  protected abstract void throttle(Duration retryAfter);

  /** Lets the next so many announcements fail. */
  protected abstract void failAnnouncements(int count);

  /** The batches whose begin the third party has heard of, each once. */
  protected abstract List<BatchId> begun();

  /** The batches whose finish the third party has heard of, each once. */
  protected abstract List<BatchId> finished();

  /** Called after each call of the gateway: lets a manual clock run on until all is answered. */
  protected void settle() {}

  @Test
  void aCoveredPaymentSettles() {
    open(USER, Money.of("100"));
    assertThat(pay("t", "99.99")).isEqualTo(new PayAnswer.Settled());
    assertThat(balance(USER)).isEqualTo(Money.of("0.01"));
  }

  @Test
  void amountsAreExactToTheCent() {
    open(USER, Money.of("10000.30"));
    assertThat(pay("a", "0.10")).isEqualTo(new PayAnswer.Settled());
    assertThat(pay("b", "0.20")).isEqualTo(new PayAnswer.Settled());
    assertThat(pay("c", "10000.00")).isEqualTo(new PayAnswer.Settled());
    assertThat(balance(USER)).isEqualTo(Money.ZERO);
  }

  @Test
  void anUncoveredPaymentIsInsufficientAndMovesNothing() {
    open(USER, Money.of("1"));
    assertThat(pay("t", "1.01")).isEqualTo(new PayAnswer.Insufficient());
    assertThat(balance(USER)).isEqualTo(Money.of("1"));
  }

  @Test
  void anInsufficientPaymentIsJudgedAnew() {
    open(USER, Money.of("1"));
    pay("t", "1.01");
    open(USER, Money.of("2"));
    assertThat(pay("t", "1.01")).isEqualTo(new PayAnswer.Settled());
  }

  @Test
  void anAccountThatDoesNotExistIsUnknown() {
    assertThat(pay("t", "1")).isEqualTo(new PayAnswer.UnknownAccount());
  }

  @Test
  void oneTransactionIdMovesMoneyOnce() {
    open(USER, Money.of("10"));
    for (int i = 0; i < 3; i++) {
      assertThat(pay("t", "4")).isEqualTo(new PayAnswer.Settled());
    }
    assertThat(balance(USER)).isEqualTo(Money.of("6"));
  }

  @Test
  void oneTransactionIdAskedForSideBySideMovesMoneyOnce() {
    open(USER, Money.of("10"));
    List<CompletionStage<PayAnswer>> stages = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      stages.add(gateway().pay(payment("t", "4")));
    }
    settle();
    stages.forEach(stage -> assertThat(answer(stage)).isEqualTo(new PayAnswer.Settled()));
    assertThat(balance(USER)).isEqualTo(Money.of("6"));
  }

  @Test
  void anAmountOutOfRangeIsRejectedForGood() {
    open(USER, Money.of("100000"));
    assertThat(pay("t", "10000.01")).isInstanceOf(PayAnswer.Rejected.class);
    assertThat(balance(USER)).isEqualTo(Money.of("100000"));
  }

  @Test
  void aTransactionIdReusedForAnotherPaymentIsRejected() {
    open(USER, Money.of("10"));
    pay("t", "4");
    assertThat(pay("t", "5")).isInstanceOf(PayAnswer.Rejected.class);
    assertThat(balance(USER)).isEqualTo(Money.of("6"));
  }

  @Test
  void manyPaymentsSideBySideAreEachAnswered() {
    open(USER, Money.of("1"));
    List<CompletionStage<PayAnswer>> stages = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      stages.add(gateway().pay(payment("t" + i, "0.01")));
    }
    settle();
    List<PayAnswer> answers = stages.stream().map(PaymentGatewayContract::answer).toList();
    assertThat(answers).filteredOn(new PayAnswer.Settled()::equals).hasSize(100);
    assertThat(answers).filteredOn(new PayAnswer.Insufficient()::equals).hasSize(20);
  }

  @Test
  void aThrottledPaymentIsNotAppliedAndTellsHowLongToWait() {
    open(USER, Money.of("10"));
    throttle(Duration.ofSeconds(2));
    assertThat(pay("t", "4")).isEqualTo(new PayAnswer.Throttled(Duration.ofSeconds(2)));
    assertThat(balance(USER)).isEqualTo(Money.of("10"));
    assertThat(pay("t", "4")).isEqualTo(new PayAnswer.Settled());
  }

  @ParameterizedTest
  @EnumSource
  void aTroubledPaymentIsInDoubtUntilItIsAskedForAgain(PaymentTrouble trouble) {
    open(USER, Money.of("10"));
    trouble(trouble);
    PayAnswer answer = pay("t", "4");
    assertThat(answer.isDefinite()).isFalse();
    if (answer instanceof PayAnswer.InDoubt inDoubt) {
      assertThat(inDoubt.cause()).isEqualTo(trouble.cause());
    } else {
      // A page for people instead of an answer may be taken for a proxy's.
      assertThat(trouble).isEqualTo(PaymentTrouble.UNREADABLE_APPLIED);
      assertThat(answer).isInstanceOf(PayAnswer.TurnedAway.class);
    }
    assertThat(balance(USER)).isEqualTo(Money.of(trouble.isApplied() ? "6" : "10"));
    assertThat(pay("t", "4")).isEqualTo(new PayAnswer.Settled());
    assertThat(balance(USER)).isEqualTo(Money.of("6"));
  }

  @Test
  void aBatchIsAnnounced() {
    announced(gateway().begin(BATCH, uids(1, 3)));
    assertThat(begun()).containsExactly(BATCH);
    assertThat(finished()).isEmpty();
    announced(gateway().finish(BATCH));
    assertThat(finished()).containsExactly(BATCH);
  }

  @Test
  void anAnnouncementMayBeRepeated() {
    for (int i = 0; i < 2; i++) {
      announced(gateway().begin(BATCH, uids(1, 3)));
      announced(gateway().finish(BATCH));
    }
    assertThat(begun()).containsExactly(BATCH);
    assertThat(finished()).containsExactly(BATCH);
  }

  @Test
  void anAnnouncementThatFailsOnceIsRepeatedByTheAdapter() {
    failAnnouncements(1);
    announced(gateway().begin(BATCH, uids(1, 3)));
    failAnnouncements(1);
    announced(gateway().finish(BATCH));
    assertThat(begun()).containsExactly(BATCH);
    assertThat(finished()).containsExactly(BATCH);
  }

  @Test
  void anAnnouncementThatNobodyConfirmsIsUnavailable() {
    failAnnouncements(1_000);
    assertThat(failure(gateway().begin(BATCH, uids(1, 3)))).isEqualTo(thirdParty());
    assertThat(failure(gateway().finish(BATCH))).isEqualTo(thirdParty());
    failAnnouncements(0);
    announced(gateway().begin(BATCH, uids(1, 3)));
  }

  private static UnavailableException.Dependency thirdParty() {
    return UnavailableException.Dependency.THIRD_PARTY;
  }

  private UnavailableException.Dependency failure(CompletionStage<Void> stage) {
    settle();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    stage.whenComplete(
        (nothing, thrown) ->
            failure.complete(thrown == null ? new AssertionError("was confirmed") : thrown));
    Throwable thrown = answer(failure);
    assertThat(thrown).isInstanceOf(UnavailableException.class);
    return ((UnavailableException) thrown).dependency();
  }

  private void announced(CompletionStage<Void> stage) {
    settle();
    answer(stage.thenApply(nothing -> true));
  }

  private PayAnswer pay(String transactionId, String amount) {
    CompletionStage<PayAnswer> stage = gateway().pay(payment(transactionId, amount));
    settle();
    return answer(stage);
  }

  private static Payment payment(String transactionId, String amount) {
    return new Payment(transactionId, USER, Money.of(amount));
  }

  private static <T> T answer(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(30, SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("completed exceptionally: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new AssertionError("not completed within half a minute", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
