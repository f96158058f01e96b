// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.scheduler;

/**
 * Tells whether calls fail because of their accounts or because of the third party. An account is
 * proven once it has had a definite answer; how the calls of proven accounts end says how the
 * service is. If the first calls of unproven ones fail far more often, the unproven accounts are to
 * blame, and their failures say nothing about the service.
 *
 * <p>Shares are smoothed exponentially over the latest sixteen calls or so. Not thread-safe.
 */
final class Blame {

  private static final double WEIGHT = 1.0 / 16;
  private static final double MOSTLY = 0.5;

  /** What the shares of like accounts may differ by for chance alone. */
  private static final double CHANCE = 0.15;

  /** If nobody was answered for that long, failures of unproven accounts say something again. */
  private static final long LATELY_NANOS = 1_000_000_000L;

  private double unprovenBatchesFailing;
  private double provenFailing;
  private double unprovenFailing;
  private boolean wasAnyAnswered;
  private long lastAnsweredNanos;

  /** A call has had a definite answer. */
  void answered(long nowNanos) {
    wasAnyAnswered = true;
    lastAnsweredNanos = nowNanos;
  }

  /** A call has ended that was the first for its payment. */
  void heard(boolean isProven, boolean isOfProvenBatch, boolean isDefinite) {
    double outcome = isDefinite ? 0 : 1;
    if (!isOfProvenBatch) {
      unprovenBatchesFailing += WEIGHT * (outcome - unprovenBatchesFailing);
    }
    if (isProven) {
      provenFailing += WEIGHT * (outcome - provenFailing);
    } else {
      unprovenFailing += WEIGHT * (outcome - unprovenFailing);
    }
  }

  /** Whether the first calls for batches that are not proven mostly fail, for whatever reason. */
  boolean isLikelyForUnprovenBatches() {
    return unprovenBatchesFailing > MOSTLY;
  }

  /** Whether the failures of unproven accounts are their own fault, since others are answered. */
  boolean isOnAccounts(long nowNanos) {
    return unprovenFailing > 2 * provenFailing + CHANCE
        && wasAnyAnswered
        && nowNanos - lastAnsweredNanos <= LATELY_NANOS;
  }
}
