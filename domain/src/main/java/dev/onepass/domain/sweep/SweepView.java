// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

/**
 * What this node sees of a batch that it works on.
 *
 * @param step what is being done for it
 * @param active its accounts that this node is sweeping
 * @param slow whether only payments of the slow phase are left to call, of all batches
 * @param inFlight calls in flight, of all batches
 * @param concurrency calls that may be in flight, of all batches
 * @param callsPerSecond calls answered in the last second, of all batches
 */
public record SweepView(
    Step step, int active, boolean slow, int inFlight, int concurrency, long callsPerSecond) {

  /** The steps of a batch, in order. */
  public enum Step {
    BEGIN,
    WORK,
    FINISH,
    END
  }
}
