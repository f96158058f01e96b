// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.scheduler;

import dev.onepass.domain.Recorded;
import dev.onepass.domain.limit.CallResult;
import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.domain.sweep.account.Standing;
import dev.onepass.domain.sweep.account.SweptAccount;
import dev.onepass.domain.sweep.plan.SweepPlan;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whose payment comes when, with accounts and answers of many kinds, as it came before. */
class DispatcherRecordTest {

  private static final SweepSettings SETTINGS = SweepSettings.of("a");
  private static final int SCENARIOS = 4;
  private static final int STEPS = 200;

  @Test
  void paymentsComeInTheOrderInWhichTheyCameBefore() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int seed = 1; seed <= SCENARIOS; seed++) {
      lines.add("third party " + seed);
      new Scene(seed).play(lines);
    }
    Recorded.assertSame("dispatcher", lines);
  }

  /** A limit that does as it is told, and a third party whose moods change. */
  private static final class Scene implements ConcurrencyLimit {

    private final Random random;
    private final Dispatcher dispatcher;
    private final List<PayCall> inFlight = new ArrayList<>();
    private final List<Standing> batches = new ArrayList<>();
    private final Map<Long, Long> balances = new HashMap<>();
    private final List<String> line = new ArrayList<>();
    private final int dead;
    private int most;
    private boolean away;
    private long pausedUntil;
    private long permits;
    private long uids;
    private long now = 1_000;

    Scene(int seed) {
      random = new Random(seed);
      dispatcher = new Dispatcher(this, SETTINGS, new Random(seed));
      most = 4 + random.nextInt(30);
      dead = 2 + random.nextInt(4);
    }

    void play(List<String> lines) {
      for (int step = 1; step <= STEPS; step++) {
        act();
        // In steps that pauses are multiples of, so that some end to the nanosecond.
        now += 2_000_000L * random.nextInt(jump());
        for (PayCall call = dispatcher.next(now); call != null; call = dispatcher.next(now)) {
          inFlight.add(call);
          line.add(
              call.account().key().uid()
                  + "/"
                  + call.payment().amount()
                  + (call.slow() ? "s" : "")
                  + (call.stubborn() ? "x" : "")
                  + (call.failures() > 0 ? "f" + call.failures() : ""));
        }
        long wake = dispatcher.wakeNanos(now);
        line.add(
            "in flight %d of %d%s, unproven %d, fresh %d, slow %s, wakes %s"
                .formatted(
                    dispatcher.inFlight(),
                    dispatcher.limit(),
                    dispatcher.isAway() ? "!" : "",
                    dispatcher.unproven(),
                    batches.isEmpty() ? 0 : dispatcher.fresh(batches.get(batches.size() - 1)),
                    dispatcher.isSlow(),
                    wake == Long.MAX_VALUE ? "never" : "in " + (wake - now)));
        lines.add(String.join(" ", line));
        line.clear();
      }
    }

    private int jump() {
      return switch (random.nextInt(40)) {
        case 0 -> 1_000;
        case 1 -> 10_000;
        default -> 15;
      };
    }

    private void act() {
      switch (random.nextInt(12)) {
        case 0 -> accounts(new Standing(batches.size() + 1L));
        case 1 -> {
          if (!batches.isEmpty()) {
            accounts(batches.get(random.nextInt(batches.size())));
          }
        }
        case 2 -> away = random.nextInt(4) == 0;
        case 3 -> most = 1 + random.nextInt(40);
        case 4 -> {
          if (random.nextInt(10) == 0) {
            dispatcher.hasten(now);
          }
        }
        default -> {
          for (int i = random.nextInt(1 + inFlight.size()); i > 0; i--) {
            // Mostly in the order in which they were sent.
            answer(inFlight.remove(random.nextInt(8) == 0 ? random.nextInt(inFlight.size()) : 0));
          }
        }
      }
    }

    private void accounts(Standing batch) {
      if (!batches.contains(batch)) {
        batches.add(batch);
      }
      for (int i = 1 + random.nextInt(6); i > 0; i--) {
        ItemKey key = new ItemKey(new BatchId("b" + batch.arrival()), new Uid(++uids));
        SweptAccount account =
            new SweptAccount(item(key), SweepPlan.binary(SETTINGS.maxPayAmount().cents()), batch);
        balances.put(uids, random.nextLong(random.nextInt(4) == 0 ? 30_000_000 : 40_000));
        account.written(account.checkpoint(SETTINGS));
        dispatcher.offer(account);
      }
    }

    /** One of ten was given up before. */
    private BatchItem item(ItemKey key) {
      int attempts = random.nextInt(10) == 0 ? 1 : 0;
      return new BatchItem(key, ItemState.OPEN, 1, "", 0, Money.ZERO, Money.ZERO, 0, attempts, "");
    }

    private void answer(PayCall call) {
      SweptAccount account = call.account();
      PayAnswer answer = answerTo(account, call);
      dispatcher.answered(call, answer, now);
      if (answer.isDefinite() && account.standing().prove()) {
        dispatcher.proven(account.standing());
      }
      if (answer.isDefinite() && !account.isSweeping()) {
        dispatcher.remove(account);
      } else if (account.isSweeping()) {
        if (account.isToBeStored(64)) {
          account.written(account.checkpoint(SETTINGS));
        }
        dispatcher.offer(account);
      }
      line.add(
          (dispatcher.isStubbornSince(call) ? "stubborn " : "")
              + answer.getClass().getSimpleName());
    }

    private PayAnswer answerTo(SweptAccount account, PayCall call) {
      long uid = account.key().uid().value();
      if (uid % dead == 0) {
        return new PayAnswer.InDoubt(
            random.nextInt(4) == 0 ? Cause.TIMEOUT : Cause.SERVER_ERROR, "dead");
      }
      return switch (random.nextInt(20)) {
        case 0 -> new PayAnswer.InDoubt(Cause.SERVER_ERROR, "chance");
        case 1 -> new PayAnswer.InDoubt(Cause.NOT_SENT, "chance");
        case 2 -> new PayAnswer.Throttled(Duration.ofMillis(random.nextInt(50)));
        default -> {
          long left = balances.getOrDefault(uid, 0L) - call.payment().amount().cents();
          if (left < 0) {
            yield new PayAnswer.Insufficient();
          }
          balances.put(uid, left);
          yield new PayAnswer.Settled();
        }
      };
    }

    @Override
    public int available(long nowNanos) {
      return nowNanos < pausedUntil ? 0 : Math.max(0, (away ? 1 : most) - inFlight.size());
    }

    @Override
    public long wakeNanos(long nowNanos) {
      return nowNanos < pausedUntil ? pausedUntil : Long.MAX_VALUE;
    }

    @Override
    public long started(long account, long nowNanos) {
      return permits++;
    }

    @Override
    public void answered(long call, CallResult answer, boolean backlog, long nowNanos) {
      line.add(answer + (backlog ? "+" : ""));
    }

    @Override
    public void pauseUntil(long untilNanos) {
      pausedUntil = untilNanos;
    }

    @Override
    public long retryNanos(int failures, long nowNanos) {
      return nowNanos + failures * 10_000_000L;
    }

    @Override
    public boolean isAway() {
      return away;
    }

    @Override
    public int limit() {
      return away ? 1 : most;
    }
  }
}
