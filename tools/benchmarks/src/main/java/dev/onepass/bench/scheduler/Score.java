// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

/**
 * One run, measured.
 *
 * @param time makespan as a multiple of the oracle's
 * @param calls calls as a multiple of the fewest possible
 * @param overload calls failed by overload for each call that was needed
 */
record Score(double time, double calls, double overload, boolean finished) {

  static Score of(Outcome outcome, long bestNanos, long fewestCalls) {
    return new Score(
        outcome.nanos() / (double) bestNanos,
        outcome.calls() / (double) fewestCalls,
        outcome.overload() / (double) fewestCalls,
        outcome.finished());
  }

  boolean inBox() {
    return finished && time <= 1.25 && calls <= 1.25;
  }
}
