// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.sweep.SweepView.Step;
import dev.onepass.ports.batch.AnswerRates;
import dev.onepass.ports.batch.Waiting;
import org.jspecify.annotations.Nullable;

/** What an engine does at a moment, for all batches together; see {@link SweepView}. Immutable. */
record EngineLoad(
    boolean slow,
    int inFlight,
    int concurrency,
    AnswerRates answersPerSecond,
    @Nullable Waiting waiting) {

  static final EngineLoad NONE = new EngineLoad(false, 0, 0, AnswerRates.NONE, null);

  SweepView view(Step step, int active) {
    return new SweepView(step, active, slow, inFlight, concurrency, answersPerSecond, waiting);
  }
}
