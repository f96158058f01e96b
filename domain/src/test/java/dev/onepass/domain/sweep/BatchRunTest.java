// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.domain.sweep.BatchRun.State;
import dev.onepass.domain.sweep.SweepView.Step;
import dev.onepass.domain.sweep.account.Standing;
import dev.onepass.domain.sweep.plan.SweepPlan;
import dev.onepass.ports.batch.Batch;
import dev.onepass.testkit.data.BatchBuilder;
import dev.onepass.testkit.time.ManualTimekeeper;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Every edge of the table in the Javadoc of {@link BatchRun}, and what is no edge. */
class BatchRunTest {

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final BatchRun run = run(BatchBuilder.aBatch("b").build());

  private BatchRun run(Batch batch) {
    return new BatchRun(batch, new Standing(1), SweepPlan.binary(100), time);
  }

  @Test
  void theFirstStepIsWhatTheStoredBatchNeeds() {
    assertThat(run.step()).isEqualTo(Step.BEGIN);
    BatchBuilder begun = BatchBuilder.aBatch("b").begunAt(Instant.EPOCH);
    assertThat(run(begun.build()).step()).isEqualTo(Step.WORK);
    assertThat(run(begun.finishedAt(Instant.EPOCH).build()).step()).isEqualTo(Step.SECOND_LOOK);
  }

  @Test
  void aNewRunIsDueAtOnce() {
    assertDueAt(time.nanoTime());
  }

  @Test
  void whatIsDueIsStartedOrQueued() {
    run.queue();
    assertThat(run.state()).isEqualTo(State.QUEUED);
    run.queue();
    assertThat(run.state()).isEqualTo(State.QUEUED);
    run.start();
    assertThat(run.state()).isEqualTo(State.BUSY);
  }

  @Test
  void whatIsBusyIsDueAgainAtOnceOrLater() {
    run.start();
    run.again(7);
    assertDueAt(7);
    run.start();
    run.later(7, 5);
    assertDueAt(12);
  }

  @Test
  void whatIsBusyRestsUntilItIsWoken() {
    run.start();
    assertThat(run.rest(7)).isTrue();
    assertThat(run.state()).isEqualTo(State.RESTING);
    run.wake(9);
    assertDueAt(9);
  }

  @Test
  void aWakeWhileBusyIsRememberedWhateverComesNext() {
    run.start();
    run.wake(3);
    assertThat(run.state()).isEqualTo(State.BUSY);
    run.later(7, 5);
    assertDueAt(7);
    run.start();
    run.wake(3);
    assertThat(run.rest(8)).isFalse();
    assertDueAt(8);
    run.start();
    assertThat(run.rest(9)).isTrue();
  }

  @Test
  void aWakeBringsWhatIsDueForwardAndNeverBack() {
    run.start();
    run.later(0, 50);
    run.wake(20);
    assertDueAt(20);
    run.wake(30);
    assertDueAt(20);
  }

  @Test
  void aWakeLeavesWhatIsQueuedItsTurn() {
    run.queue();
    run.wake(1);
    assertThat(run.state()).isEqualTo(State.QUEUED);
  }

  @Test
  void whatHasEndedStaysSo() {
    run.end();
    run.wake(1);
    assertThat(run.state()).isEqualTo(State.ENDED);
    assertThatThrownBy(run::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsNoEdgeIsRefused() {
    assertThatThrownBy(() -> run.again(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> run.later(1, 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> run.rest(1)).isInstanceOf(IllegalStateException.class);
    run.start();
    assertThatThrownBy(run::start).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(run::queue).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void accountsThatFailDoNotWork() {
    run.joined();
    run.joined();
    run.failing(1);
    assertThat(run.active()).isEqualTo(2);
    assertThat(run.working()).isEqualTo(1);
    run.failing(-1);
    run.left();
    assertThat(run.working()).isEqualTo(1);
  }

  private void assertDueAt(long nanos) {
    assertThat(run.state()).isEqualTo(State.DUE);
    assertThat(run.dueNanos()).isEqualTo(nanos);
  }
}
