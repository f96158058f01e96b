// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.sweep.SweepView.Step;
import dev.onepass.ports.batch.Batch;
import java.time.Duration;

/**
 * One batch on this node that is not done with: what is being done about it at the moment, and when
 * to look again. At most one thing is being done at a time. Not thread-safe.
 */
final class BatchRun {

  private static final Duration PAUSE_FIRST = Duration.ofMillis(250);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  private final Batch batch;
  private final LearntBalances learnt;
  private Step step;
  private boolean busy;
  private boolean full;
  private int active;
  private long nextLookNanos;
  private Duration pause = PAUSE_FIRST;

  BatchRun(Batch batch, SweepPlan withoutKnowledge, long nowNanos) {
    this.batch = batch;
    this.learnt = new LearntBalances(withoutKnowledge);
    this.step = firstStep(batch);
    this.nextLookNanos = nowNanos;
  }

  private static Step firstStep(Batch batch) {
    if (batch.isFinished()) {
      return Step.SECOND_LOOK;
    }
    return batch.begunAt() == null ? Step.BEGIN : Step.WORK;
  }

  Batch batch() {
    return batch;
  }

  LearntBalances learnt() {
    return learnt;
  }

  Step step() {
    return step;
  }

  void go(Step next) {
    step = next;
    pause = PAUSE_FIRST;
  }

  /**
   * Whether something is to be done now; the caller says {@link #busy}, and one of the others
   * later.
   */
  boolean isDue(long nowNanos) {
    return !busy && step != Step.END && nextLookNanos <= nowNanos;
  }

  void busy() {
    busy = true;
  }

  /** It went well; look again at once. */
  void again(long nowNanos) {
    busy = false;
    pause = PAUSE_FIRST;
    nextLookNanos = nowNanos;
  }

  /** There is nothing to do, or it failed; look again after a pause that grows each time. */
  void later(long nowNanos) {
    busy = false;
    nextLookNanos = nowNanos + pause.toNanos();
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(PAUSE_MAX) < 0 ? doubled : PAUSE_MAX;
  }

  /** Look at once, whatever was planned: there is reason to think that something changed. */
  void wake(long nowNanos) {
    pause = PAUSE_FIRST;
    nextLookNanos = Math.min(nextLookNanos, nowNanos);
  }

  /** Whether it has to wait for room, which whoever makes room looks after. */
  void full(boolean isFull) {
    full = isFull;
  }

  long wakeNanos() {
    return busy || full || step == Step.END ? Long.MAX_VALUE : nextLookNanos;
  }

  /** Accounts of the batch that this node is sweeping. */
  int active() {
    return active;
  }

  void joined() {
    active++;
  }

  void left() {
    active--;
  }
}
