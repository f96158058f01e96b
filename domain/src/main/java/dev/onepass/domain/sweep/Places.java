// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.ports.time.Timekeeper;

/**
 * Tells a batch's run what becomes of its accounts: those that are gone or keep failing make room
 * for others, and those that were swept show what others may hold. Used from within the mailbox.
 */
final class Places implements AccountsAtWork.Listener {

  private final Runs runs;
  private final SweepSettings settings;
  private final Timekeeper time;
  private final BlockingWork blocking;

  Places(Runs runs, SweepSettings settings, Timekeeper time, BlockingWork blocking) {
    this.runs = runs;
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
    if (run.active() == 0) {
      runs.wake(run, time.nanoTime());
    }
    if (account.hasSwept()) {
      learn(run.learnt(), account.stored().swept().cents());
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
