// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.sweep.SweepView.Step;
import dev.onepass.domain.sweep.account.Standing;
import dev.onepass.domain.sweep.plan.LearntBalances;
import dev.onepass.domain.sweep.plan.SweepPlan;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.time.Timekeeper;

/**
 * One batch that this node works on: which {@link Step} it is at, and what is done about it now.
 *
 * <pre>
 *   state     what it means                               leaves it by
 *   DUE       something is to be done at some moment      start: BUSY, queue: QUEUED, end: ENDED
 *   QUEUED    the same, when it is its turn               start: BUSY, end: ENDED
 *   BUSY      it is being done                            again, later: DUE, rest: RESTING, end: ENDED
 *   RESTING   only its accounts at work may change it     wake: DUE, end: ENDED
 *   ENDED     nothing is ever done again
 * </pre>
 *
 * <p>A {@link #wake} makes what is due or resting due at once, and leaves what is queued its turn.
 * One that comes while the batch is busy is remembered: what is being done may not have seen what
 * changed, so that the batch is due at once when it is done.
 *
 * <p>Changed in the mailbox only; the step and the number of accounts may be read by anyone.
 */
final class BatchRun {

  /** What is done about a batch. */
  enum State {
    DUE,
    QUEUED,
    BUSY,
    RESTING,
    ENDED
  }

  private final BatchId id;
  private final Standing standing;
  private final LearntBalances learnt;
  private final Told told;
  private final Brake brake = new Brake();
  private volatile Step step;
  private volatile int active;
  private int failing;
  private State state = State.DUE;
  private boolean woken;
  private long dueNanos;

  BatchRun(Batch batch, Standing standing, SweepPlan withoutKnowledge, Timekeeper time) {
    this.id = batch.id();
    this.standing = standing;
    this.learnt = new LearntBalances(withoutKnowledge);
    this.told = new Told("batch " + batch.id(), time);
    this.step = firstStep(batch);
    this.dueNanos = time.nanoTime();
  }

  private static Step firstStep(Batch batch) {
    if (batch.isFinished()) {
      return Step.SECOND_LOOK;
    }
    return batch.begunAt() == null ? Step.BEGIN : Step.WORK;
  }

  BatchId id() {
    return id;
  }

  Standing standing() {
    return standing;
  }

  LearntBalances learnt() {
    return learnt;
  }

  /** Who tells of what fails for this batch as a whole. */
  Told told() {
    return told;
  }

  /** Stops its claims while nearly all its accounts are refused. */
  Brake brake() {
    return brake;
  }

  Step step() {
    return step;
  }

  void go(Step next) {
    step = next;
  }

  State state() {
    return state;
  }

  /** When it is due; meaningful in that state only. */
  long dueNanos() {
    return dueNanos;
  }

  void start() {
    leave(State.DUE, State.QUEUED);
    state = State.BUSY;
    woken = false;
  }

  void queue() {
    leave(State.DUE, State.QUEUED);
    state = State.QUEUED;
  }

  /** It is due again at once. */
  void again(long nowNanos) {
    leave(State.BUSY, State.BUSY);
    due(nowNanos);
  }

  /** It is due again after a pause. */
  void later(long nowNanos, long pauseNanos) {
    leave(State.BUSY, State.BUSY);
    due(woken ? nowNanos : nowNanos + pauseNanos);
  }

  /** There was nothing to do; returns false if there may be by now. */
  boolean rest(long nowNanos) {
    leave(State.BUSY, State.BUSY);
    if (woken) {
      due(nowNanos);
      return false;
    }
    state = State.RESTING;
    return true;
  }

  void wake(long nowNanos) {
    switch (state) {
      case DUE -> dueNanos = nowNanos - dueNanos < 0 ? nowNanos : dueNanos;
      case RESTING -> due(nowNanos);
      case BUSY -> woken = true;
      case QUEUED, ENDED -> {}
    }
  }

  void end() {
    state = State.ENDED;
  }

  private void due(long atNanos) {
    state = State.DUE;
    dueNanos = atNanos;
  }

  private void leave(State one, State other) {
    if (state != one && state != other) {
      throw new IllegalStateException("batch " + id + " is " + state + ", not " + one);
    }
  }

  /** Accounts of the batch that this node has. */
  int active() {
    return active;
  }

  /** Those of them that keep others from a place: their calls do not fail. */
  int working() {
    return active - failing;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time: the mailbox
  void joined() {
    active++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time: the mailbox
  void left() {
    active--;
  }

  void failing(int more) {
    failing += more;
  }
}
