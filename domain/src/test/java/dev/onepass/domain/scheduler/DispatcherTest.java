// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.limit.CallResult;
import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.domain.sweep.account.Standing;
import dev.onepass.domain.sweep.account.SweptAccount;
import dev.onepass.domain.sweep.plan.SweepPlan;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DispatcherTest {

  private static final SweepSettings SETTINGS = SweepSettings.of("a");
  private static final PayAnswer FAILED = new PayAnswer.InDoubt(Cause.SERVER_ERROR, "HTTP 504");
  private static final PayAnswer TIMED_OUT = new PayAnswer.InDoubt(Cause.TIMEOUT, "timeout");
  private static final int DEAD = 40;
  private static final PayAnswer NO = new PayAnswer.Insufficient();

  private final Permits limit = new Permits();
  private final Dispatcher dispatcher = new Dispatcher(limit, SETTINGS, new Random(1));
  private long now = 1_000;
  private long batches;

  /** So many permits, given back with each answer; remembers what it was told. */
  private static final class Permits implements ConcurrencyLimit {

    private final List<CallResult> told = new ArrayList<>();
    private int most = 1_000;
    private int inFlight;
    private long calls;
    private long pausedUntil;
    private boolean away;

    @Override
    public int available(long nowNanos) {
      return nowNanos < pausedUntil ? 0 : most - inFlight;
    }

    @Override
    public long wakeNanos(long nowNanos) {
      return pausedUntil > nowNanos ? pausedUntil : Long.MAX_VALUE;
    }

    @Override
    public long started(long account, long nowNanos) {
      inFlight++;
      return calls++;
    }

    @Override
    public void answered(long call, CallResult answer, boolean backlog, long nowNanos) {
      inFlight--;
      told.add(answer);
    }

    @Override
    public void pauseUntil(long untilNanos) {
      pausedUntil = untilNanos;
    }

    @Override
    public long retryNanos(int failures, long nowNanos) {
      return nowNanos;
    }

    @Override
    public boolean isAway() {
      return away;
    }

    @Override
    public int limit() {
      return most;
    }
  }

  private Standing batch(boolean isProven) {
    Standing standing = new Standing(++batches);
    if (isProven) {
      standing.prove();
    }
    return standing;
  }

  /** An account with a payment reserved, waiting for its turn. */
  private SweptAccount offered(Standing batch, long uid) {
    ItemKey key = new ItemKey(new BatchId("batch-" + batch.arrival()), new Uid(uid));
    SweptAccount account =
        new SweptAccount(
            BatchItem.untouched(key).claimed(),
            SweepPlan.binary(SETTINGS.maxPayAmount().cents()),
            batch);
    account.written(account.checkpoint(SETTINGS));
    dispatcher.offer(account);
    return account;
  }

  private PayCall next() {
    PayCall call = dispatcher.next(now);
    assertThat(call).isNotNull();
    return call;
  }

  private long nextUid() {
    return next().account().key().uid().value();
  }

  private void answer(PayCall call, PayAnswer answer) {
    dispatcher.answered(call, answer, now);
    dispatcher.offer(call.account());
  }

  /** Forty accounts that nobody answers for, each called three times. */
  private void failDeadAccounts() {
    Standing dead = batch(false);
    for (int i = 0; i < DEAD; i++) {
      offered(dead, 10_000 + i);
    }
    for (int round = 0; round < 3; round++) {
      List<PayCall> calls = new ArrayList<>();
      for (int i = 0; i < DEAD; i++) {
        calls.add(next());
      }
      calls.forEach(call -> answer(call, FAILED));
    }
    assertThat(dispatcher.next(now)).isNull();
  }

  @Test
  void nothingIsSentWithoutAPermit() {
    limit.most = 1;
    offered(batch(true), 1);
    offered(batch(true), 2);
    next();
    assertThat(dispatcher.next(now)).isNull();
    assertThat(dispatcher.inFlight()).isEqualTo(1);
  }

  @Test
  void batchesTakeTurns() {
    Standing large = batch(true);
    Standing small = batch(true);
    for (long uid = 1; uid <= 3; uid++) {
      offered(large, uid);
    }
    offered(small, 11);
    assertThat(List.of(nextUid(), nextUid(), nextUid(), nextUid()))
        .containsExactly(1L, 11L, 2L, 3L);
  }

  @Test
  void theNewestOfTheUnprovenBatchesIsTriedEarly() {
    for (long uid = 1; uid <= 5; uid++) {
      offered(batch(false), uid);
    }
    assertThat(List.of(nextUid(), nextUid(), nextUid(), nextUid(), nextUid()))
        .containsExactly(5L, 1L, 4L, 2L, 3L);
  }

  @Test
  void aBatchThatBecomesProvenComesBeforeOthersThatAreLikelyToFail() {
    failDeadAccounts();
    now += Duration.ofSeconds(3).toNanos();
    Standing good = batch(false);
    for (long uid = 1; uid <= 20; uid++) {
      offered(good, uid);
    }
    good.prove();
    dispatcher.proven(good);

    int ofGood = 0;
    for (int i = 0; i < 16; i++) {
      ofGood += nextUid() <= 20 ? 1 : 0;
    }

    // One of sixteen calls is for those that keep failing.
    assertThat(ofGood).isEqualTo(15);
  }

  @Test
  void whatFailedIsAskedForAgainAndTheLimitHearsOfTheFirstThreeFailures() {
    SweptAccount account = offered(batch(true), 1);
    for (int i = 0; i < 4; i++) {
      PayCall call = next();
      assertThat(call.account()).isSameAs(account);
      answer(call, FAILED);
      now += Duration.ofSeconds(3).toNanos();
    }
    assertThat(limit.told)
        .containsExactly(
            CallResult.FAILED, CallResult.FAILED, CallResult.FAILED, CallResult.FAILED_AGAIN);
  }

  @Test
  void theLimitDoesNotHearOfDeadAccountsWhileOthersAreAnswered() {
    for (long uid = 1; uid <= 20; uid++) {
      offered(batch(true), uid);
    }
    for (int i = 0; i < 20; i++) {
      dispatcher.answered(next(), NO, now);
    }
    failDeadAccounts();
    limit.told.clear();

    failDeadAccounts();

    assertThat(limit.told).hasSize(3 * DEAD).containsOnly(CallResult.FAILED_AGAIN);
  }

  @Test
  void theLimitHearsOfAThirdPartyThatAnswersNobody() {
    failDeadAccounts();
    assertThat(limit.told).hasSize(3 * DEAD).containsOnly(CallResult.FAILED);
  }

  @Test
  void whatIsLikelyToFailGetsHalfOfThePermits() {
    failDeadAccounts();
    limit.most = 10;
    now += Duration.ofSeconds(3).toNanos();
    int sent = 0;
    while (dispatcher.next(now) != null) {
      sent++;
    }
    assertThat(sent).isEqualTo(5);

    offered(batch(true), 1);
    assertThat(nextUid()).isEqualTo(1);
  }

  @Test
  void whileTheThirdPartyIsAwayAnyAccountMayTellThatItIsBack() {
    failDeadAccounts();
    limit.away = true;
    offered(batch(false), 1);
    assertThat(nextUid()).isEqualTo(1);
  }

  @Test
  void aPaymentThatTimedOutWaitsForWhatElseThereIs() {
    Standing batch = batch(true);
    offered(batch, 1);
    answer(next(), TIMED_OUT);
    offered(batch, 2);
    offered(batch, 3);
    assertThat(List.of(nextUid(), nextUid(), nextUid())).containsExactly(2L, 3L, 1L);
  }

  @Test
  void aThrottledPaymentIsAskedForAfterThePauseAndHasNotFailed() {
    SweptAccount account = offered(batch(true), 1);
    answer(next(), new PayAnswer.Throttled(Duration.ofSeconds(2)));
    assertThat(dispatcher.next(now)).isNull();
    assertThat(dispatcher.wakeNanos(now)).isEqualTo(now + Duration.ofSeconds(2).toNanos());
    assertThat(account.isFailing()).isFalse();

    now += Duration.ofSeconds(2).toNanos();

    assertThat(next().failures()).isZero();
    assertThat(limit.told).containsExactly(CallResult.THROTTLED);
  }

  @Test
  void whatIsRemovedIsNotSent() {
    SweptAccount account = offered(batch(true), 1);
    assertThat(dispatcher.fresh(account.standing())).isEqualTo(1);
    account.leave();
    dispatcher.remove(account);
    assertThat(dispatcher.fresh(account.standing())).isZero();
    assertThat(dispatcher.next(now)).isNull();
  }

  @Test
  void anAccountWhosePaymentsFailForTheWholeBudgetIsGivenUp() {
    SweptAccount account = offered(batch(true), 1);
    answer(next(), FAILED);
    now += SETTINGS.slowBudget().toNanos();
    answer(next(), FAILED);
    assertThat(account.isSweeping()).isFalse();
    assertThat(dispatcher.next(now + Duration.ofHours(1).toNanos())).isNull();
  }
}
