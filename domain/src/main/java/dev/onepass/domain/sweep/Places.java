// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.model.SweepSettings;
import dev.onepass.domain.sweep.account.SweptAccount;
import dev.onepass.domain.sweep.plan.GuessSearch;
import dev.onepass.domain.sweep.plan.LearntBalances;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Tells a batch's run what becomes of its accounts: those that are gone or keep failing make room
 * for others, and those that were swept show what others may hold. Used from within the mailbox.
 */
final class Places implements AccountsAtWork.Listener {

  private static final Logger LOG = System.getLogger(SweepEngine.class.getName());

  private final Runs runs;
  private final BatchStore batches;
  private final SweepSettings settings;
  private final Timekeeper time;
  private final BlockingWork blocking;

  Places(
      Runs runs,
      BatchStore batches,
      SweepSettings settings,
      Timekeeper time,
      BlockingWork blocking) {
    this.runs = runs;
    this.batches = batches;
    this.settings = settings;
    this.time = time;
    this.blocking = blocking;
  }

  @Override
  public void gone(SweptAccount account) {
    BatchRun run = runs.find(account.key().batch());
    if (run == null) {
      return;
    }
    run.left();
    judgeRefusals(run, account);
    if (run.active() == 0) {
      runs.wake(run, time.nanoTime());
    }
    if (account.hasSwept()) {
      learn(run.learnt(), account.stored().swept().cents());
    }
  }

  private void judgeRefusals(BatchRun run, SweptAccount account) {
    BatchItem item = account.stored();
    long now = time.nanoTime();
    Brake brake = run.brake();
    if (item.state() == ItemState.REJECTED) {
      if (brake.refused(item.note(), now)) {
        pause(run, brake);
      }
    } else if (item.state().isFinal() && brake.endedWell(now)) {
      // For people only, who are told of the batch's reason to wait until then.
      blocking.run(() -> batches.rest(run.id(), Duration.ZERO), told -> {});
    }
  }

  private void pause(BatchRun run, Brake brake) {
    Duration pause = brake.pause();
    String reason = brake.reason();
    LOG.log(
        Level.WARNING,
        "batch {0}: claims pause for {1} s: {2}; when that is mended, have it resumed with"
            + " state=rejected",
        run.id(),
        pause.toSeconds(),
        reason);
    runs.wake(run, time.nanoTime());
    blocking.run(() -> batches.waits(run.id(), reason, time.now(), pause), written -> {});
  }

  @Override
  public void proven(BatchId batch) {
    BatchRun run = runs.find(batch);
    if (run != null) {
      runs.proven(run);
    }
  }

  @Override
  public void failing(SweptAccount account, boolean isFailing) {
    BatchRun run = runs.find(account.key().batch());
    if (run != null) {
      run.failing(isFailing ? 1 : -1);
    }
  }

  /** Has the batch's further accounts profit from what one turned out to hold. */
  private void learn(LearntBalances learnt, long cents) {
    learnt.add(cents);
    if (learnt.isPlanDue()) {
      GuessSearch search = new GuessSearch(learnt.sample(), settings.maxPayAmount().cents());
      blocking.call(
          search::best,
          better -> {
            if (better.result() != null) {
              learnt.plan(better.result());
            }
          });
    }
  }
}
