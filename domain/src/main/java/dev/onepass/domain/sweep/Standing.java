// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

/**
 * What this node knows of a batch: when it came, and whether it is proven, which it is as soon as a
 * call for any of its accounts has had a definite answer. Unproven batches may be all of accounts
 * that nobody answers for, thousands of them, and must not keep a proven one waiting. Used from
 * within the mailbox.
 */
final class Standing {

  private final long arrival;
  private boolean proven;

  /**
   * @param arrival a number of its own, greater than those of the batches that came before
   */
  Standing(long arrival) {
    this.arrival = arrival;
  }

  long arrival() {
    return arrival;
  }

  boolean isProven() {
    return proven;
  }

  /** Makes the batch proven; returns whether it was not. */
  boolean prove() {
    boolean first = !proven;
    proven = true;
    return first;
  }
}
