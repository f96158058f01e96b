// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.domain.sweep.plan.Guess;
import dev.onepass.domain.sweep.plan.PaymentRef;
import dev.onepass.domain.sweep.plan.SweepPlan;
import dev.onepass.domain.sweep.plan.SweepProgress;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Drives single sweeps against an account whose calls take effect, answer and fail as a seed says.
 */
class AccountSweepTest {

  private static final ItemKey ITEM = new ItemKey(new BatchId("b"), new Uid(7));
  private static final SweepPlan BINARY = SweepPlan.binary(1_000_000);

  @Test
  void oneCallAfterTheOtherNeedsTheFloorOfCallsAtMost() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      long balance = random.nextLong(3_500_000);
      World world = new World(balance, random.nextLong());

      world.sequential(BINARY);

      assertThat(world.external).as("balance %d", balance).isZero();
      assertThat(world.credited).isEqualTo(balance);
      assertThat(world.calls).isLessThanOrEqualTo((int) (balance / 1_000_000) + 1 + 20);
    }
  }

  @Test
  void whateverTheOrderOfEffectsEveryCentArrivesOnce() {
    for (long seed = 0; seed < 3_000; seed++) {
      World world = new World(new Random(seed).nextLong(20_000_000), seed);

      world.chaotic(BINARY, 0);

      assertThat(world.external).as("seed %d", seed).isZero();
      assertThat(world.credited).as("seed %d", seed).isEqualTo(world.funded);
    }
  }

  @Test
  void whereverItDiesEveryCentArrivesOnce() {
    for (long seed = 0; seed < 3_000; seed++) {
      World world = new World(new Random(seed).nextLong(20_000_000), seed);

      world.chaotic(BINARY, 3);

      assertThat(world.external).as("seed %d", seed).isZero();
      assertThat(world.credited).as("seed %d", seed).isEqualTo(world.funded);
    }
  }

  @Test
  void depositsDuringTheSweepAreSweptOrLeftButNeverLost() {
    for (long seed = 0; seed < 2_000; seed++) {
      World world = new World(new Random(seed).nextLong(5_000_000), seed);
      world.deposits = true;

      world.chaotic(BINARY, 2);

      assertThat(world.credited + world.external).as("seed %d", seed).isEqualTo(world.funded);
    }
  }

  @Test
  void anyPlanIsExact() {
    for (long seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      SweepPlan plan = randomPlan(random);
      World world = new World(random.nextLong(3 * plan.stages().get(0).cents()), seed);

      world.chaotic(plan, 1);

      assertThat(world.external).as("seed %d, plan %s", seed, plan).isZero();
      assertThat(world.credited).as("seed %d, plan %s", seed, plan).isEqualTo(world.funded);
    }
  }

  @Test
  void anyGuessIsExactForAnyBalance() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      SweepPlan plan = randomGuess(random, 1_000_000).plan(1_000_000);
      World world = new World(random.nextLong(1L << random.nextInt(1, 24)), seed);

      world.chaotic(plan, 2);

      assertThat(world.external).as("seed %d, plan %s", seed, plan).isZero();
      assertThat(world.credited).as("seed %d, plan %s", seed, plan).isEqualTo(world.funded);
    }
  }

  @Test
  void everyBalanceIsExactWhereverItDiesAndHoweverItGoesOn() {
    List<SweepPlan> plans = new ArrayList<>(List.of(SweepPlan.binary(20)));
    Random random = new Random(7);
    for (int i = 0; i < 6; i++) {
      plans.add(randomGuess(random, 20).plan(20));
    }
    for (SweepPlan plan : plans) {
      for (int balance = 0; balance <= 100; balance++) {
        boolean died = true;
        for (int calls = 0; died; calls++) {
          World world = new World(balance, calls);
          died = world.dyingAfter(plan, calls);
          String what = plan + ", balance " + balance + ", death after " + calls;
          assertThat(world.external).as(what).isZero();
          assertThat(world.credited).as(what).isEqualTo(balance);
        }
      }
    }
  }

  @Test
  void aPlanKnowsHowManyCallsItTakes() {
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      SweepPlan plan = randomGuess(random, 1_000_000).plan(1_000_000);
      World world = new World(random.nextLong(1L << random.nextInt(1, 23)), 1);

      world.sequential(plan);

      assertThat(plan.calls(world.funded)).as("%s, %d", plan, world.funded).isEqualTo(world.calls);
    }
  }

  @Test
  void callsThatTakeEffectInTheOrderOfSendingNeedOneMoreAtMost() {
    for (long seed = 0; seed < 1_000; seed++) {
      long balance = new Random(seed).nextLong(1_000_000);
      World world = new World(balance, seed);

      AccountSweep sweep = world.pipelined(BINARY);

      assertThat(world.external).as("balance %d", balance).isZero();
      assertThat(world.calls).as("balance %d", balance).isLessThanOrEqualTo(22);
      assertThat(sweep.wasPipelined()).isTrue();
      assertThat(sweep.wasOvertaken()).as("balance %d", balance).isFalse();
    }
  }

  private static Guess randomGuess(Random random, long maxCents) {
    long unit = 1 + random.nextLong(1 + random.nextLong(maxCents));
    int rungs = 0;
    while (unit << rungs <= maxCents && random.nextInt(10) > 0) {
      rungs++;
    }
    List<Long> heads = random.longs(random.nextInt(3), 1, maxCents + 1).boxed().toList();
    return new Guess(random.nextInt(4) == 0, heads, rungs, unit);
  }

  private static SweepPlan randomPlan(Random random) {
    List<SweepPlan.Stage> stages = new ArrayList<>();
    long cents = 1 + random.nextLong(1_000_000);
    stages.add(SweepPlan.Stage.repeated(cents));
    while (cents > 1) {
      boolean repeated = random.nextInt(4) == 0;
      long least = repeated ? Math.max(1, cents / 5) : (cents + 1) / 2;
      cents = Math.min(cents - 1, least + random.nextLong(Math.max(1, cents / 8)));
      stages.add(repeated ? SweepPlan.Stage.repeated(cents) : SweepPlan.Stage.once(cents));
    }
    return new SweepPlan(stages);
  }

  @Test
  void aPlanThatCouldLeaveMoneyIsRefused() {
    assertThatThrownBy(() -> SweepPlan.parse("100*,40,20,10,5,2,1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SweepPlan.parse("8*,4,2"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SweepPlan.parse("4,2,1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void progressReadsBackAsItWasWritten() {
    AccountSweep sweep = new AccountSweep(SweepProgress.start(BINARY, 0));
    SweepProgress progress = sweep.checkpoint();

    assertThat(SweepProgress.parse(progress.toString())).isEqualTo(progress);
    assertThat(progress.toString()).startsWith("0|1000000*,524288,262144,").contains("|0/8,0/1,");
  }

  @Test
  void noIdIsUsedBeforeItsReservationIsStored() {
    AccountSweep sweep = new AccountSweep(SweepProgress.start(BINARY, 0));

    assertThat(sweep.next(true)).isNull();
    SweepProgress progress = sweep.checkpoint();
    assertThat(sweep.next(true)).isNull();
    sweep.reserved(progress);

    assertThat(sweep.next(true)).isEqualTo(new PaymentRef(0, 0, 0));
  }

  @Test
  void anUnknownAccountEndsAtOnce() {
    AccountSweep sweep = new AccountSweep(SweepProgress.start(BINARY, 0));
    sweep.reserved(sweep.checkpoint());

    sweep.answered(sweep.next(false), new PayAnswer.UnknownAccount());

    assertThat(sweep.isDone()).isTrue();
    assertThat(sweep.state()).isEqualTo(ItemState.MISSING);
  }

  @Test
  void theSamePaymentHasTheSameTransactionIdForEver() {
    assertThat(new PaymentRef(0, 3, 0).transactionId(ITEM))
        .isEqualTo(new PaymentRef(0, 3, 0).transactionId(ITEM))
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    Set<String> ids = new HashSet<>();
    for (int index = 0; index < 1_000; index++) {
      ids.add(new PaymentRef(index % 3, index % 7, index).transactionId(ITEM));
    }
    assertThat(ids).hasSize(1_000);
  }

  /** The external account and the ledger, with calls under way in between. */
  private static final class World {

    private final Random random;
    private final Set<String> settledIds = new HashSet<>();
    private long external;
    private long funded;
    private long credited;
    private int calls;
    private boolean deposits;
    private SweepProgress stored;

    World(long balance, long seed) {
      external = balance;
      funded = balance;
      random = new Random(seed);
    }

    private PayAnswer apply(AccountSweep sweep, PaymentRef ref) {
      String id = ref.transactionId(ITEM);
      if (settledIds.contains(id)) {
        return new PayAnswer.Settled();
      }
      if (external < sweep.cents(ref)) {
        return new PayAnswer.Insufficient();
      }
      settledIds.add(id);
      external -= sweep.cents(ref);
      return new PayAnswer.Settled();
    }

    private void store(AccountSweep sweep) {
      credited += sweep.creditable();
      stored = sweep.checkpoint();
      sweep.reserved(stored);
    }

    void sequential(SweepPlan plan) {
      AccountSweep sweep = new AccountSweep(SweepProgress.start(plan, 0));
      store(sweep);
      while (!sweep.isDone()) {
        PaymentRef ref = sweep.next(false);
        if (ref == null) {
          store(sweep);
          continue;
        }
        calls++;
        sweep.answered(ref, apply(sweep, ref));
      }
      store(sweep);
    }

    /** Sends calls ahead, stores when it must, and dies after some; returns whether it did. */
    boolean dyingAfter(SweepPlan plan, int callsUntilDeath) {
      stored = SweepProgress.start(plan, 0);
      AccountSweep sweep = new AccountSweep(stored);
      List<PaymentRef> open = new ArrayList<>();
      boolean died = false;
      while (!sweep.isDone()) {
        if (!died && calls == callsUntilDeath) {
          died = true;
          for (PaymentRef lost : open) {
            if (random.nextBoolean()) {
              apply(sweep, lost);
            }
          }
          open.clear();
          sweep = new AccountSweep(stored);
        }
        if (sweep.needsReservation()) {
          store(sweep);
        }
        PaymentRef ref = sweep.next(random.nextBoolean());
        if (ref != null) {
          calls++;
          open.add(ref);
        }
        if (ref == null || random.nextInt(3) == 0) {
          PaymentRef any = open.remove(random.nextInt(open.size()));
          // Whatever was sent after it may have taken effect before it.
          sweep.answered(any, apply(sweep, any));
        }
      }
      store(sweep);
      return died;
    }

    /** Sends as much as it may before the first answer; all takes effect in that order. */
    AccountSweep pipelined(SweepPlan plan) {
      AccountSweep sweep = new AccountSweep(SweepProgress.start(plan, 0));
      List<Call> underWay = new ArrayList<>();
      while (!sweep.isDone()) {
        if (sweep.needsReservation()) {
          store(sweep);
        }
        PaymentRef ref = sweep.next(true);
        if (ref != null) {
          calls++;
          underWay.add(new Call(ref, apply(sweep, ref)));
        } else {
          Call first = underWay.remove(0);
          sweep.answered(first.ref, first.answer);
        }
      }
      store(sweep);
      return sweep;
    }

    /** A call: not applied yet, or applied and its answer on its way. */
    private record Call(PaymentRef ref, PayAnswer answer) {}

    void chaotic(SweepPlan plan, int deaths) {
      stored = SweepProgress.start(plan, 0);
      AccountSweep sweep = new AccountSweep(stored);
      List<Call> underWay = new ArrayList<>();
      for (int step = 0; !sweep.isDone(); step++) {
        assertThat(step).as("steps, balance %d", funded).isLessThan(1_000_000);
        if (deaths > 0 && random.nextInt(60) == 0) {
          deaths--;
          // Calls that were under way may still take effect, or never; their answers are lost.
          for (Call call : underWay) {
            if (call.answer == null && random.nextBoolean()) {
              apply(sweep, call.ref);
            }
          }
          underWay.clear();
          sweep = new AccountSweep(stored);
        }
        step(sweep, underWay);
      }
      store(sweep);
    }

    private void step(AccountSweep sweep, List<Call> underWay) {
      if (deposits && random.nextInt(20) == 0) {
        long deposit = random.nextLong(50_000);
        external += deposit;
        funded += deposit;
      }
      if (sweep.needsReservation() || random.nextInt(25) == 0) {
        store(sweep);
      }
      if (underWay.size() < 12 && random.nextInt(3) > 0) {
        PaymentRef ref = sweep.next(random.nextInt(3) > 0);
        if (ref != null) {
          underWay.add(new Call(ref, null));
        }
      }
      if (!underWay.isEmpty()) {
        move(sweep, underWay);
      }
    }

    private void move(AccountSweep sweep, List<Call> underWay) {
      Call call = underWay.remove(random.nextInt(underWay.size()));
      if (call.answer == null) {
        // It takes effect; or it gets lost, and is sent again.
        underWay.add(random.nextInt(10) == 0 ? call : new Call(call.ref, apply(sweep, call.ref)));
      } else if (random.nextInt(10) == 0) {
        // The answer gets lost, and the call is sent again.
        underWay.add(new Call(call.ref, null));
      } else {
        sweep.answered(call.ref, call.answer);
      }
    }
  }
}
