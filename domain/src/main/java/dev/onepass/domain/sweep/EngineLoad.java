// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.sweep.SweepView.Step;
import dev.onepass.ports.batch.AnswerRates;

/** What an engine does at a moment, for all batches together; see {@link SweepView}. Immutable. */
record EngineLoad(boolean slow, int inFlight, int concurrency, AnswerRates answersPerSecond) {

  static final EngineLoad NONE = new EngineLoad(false, 0, 0, AnswerRates.NONE);

  SweepView view(Step step, int active) {
    return new SweepView(step, active, slow, inFlight, concurrency, answersPerSecond);
  }
}
