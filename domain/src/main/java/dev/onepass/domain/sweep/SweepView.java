// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.ports.batch.AnswerRates;
import dev.onepass.ports.batch.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * A view of a batch that this node works on.
 *
 * @param step what is being done for it
 * @param active its accounts that this node is sweeping
 * @param slow whether only payments of the slow phase are left to call, of all batches
 * @param inFlight calls in flight, of all batches
 * @param concurrency calls that may be in flight, of all batches
 * @param answersPerSecond what the calls of the last second came to, of all batches
 * @param waiting why all calls wait, of all batches; null while they do not
 */
public record SweepView(
    Step step,
    int active,
    boolean slow,
    int inFlight,
    int concurrency,
    AnswerRates answersPerSecond,
    @Nullable Waiting waiting) {

  /** The steps of a batch, in order. */
  public enum Step {
    BEGIN,
    WORK,
    FINISH,
    /** The batch is finished; some of its payments are asked for again. */
    SECOND_LOOK;

    /** Whether accounts are claimed in it; otherwise something is announced. */
    boolean isClaiming() {
      return this == WORK || this == SECOND_LOOK;
    }
  }
}
