// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.account;

/**
 * The standing of a batch on this node: when it came, and whether it is proven, which it is as soon
 * as a call for any of its accounts has had a definite answer. Unproven batches may be all of
 * accounts that nobody answers for, thousands of them, and must not keep a proven one waiting. Used
 * from within the mailbox.
 */
public final class Standing {

  private final long arrival;
  private boolean proven;

  /**
   * @param arrival a number of its own, greater than those of the batches that came before
   */
  public Standing(long arrival) {
    this.arrival = arrival;
  }

  public long arrival() {
    return arrival;
  }

  public boolean isProven() {
    return proven;
  }

  /** Makes the batch proven; returns whether it was not. */
  public boolean prove() {
    boolean first = !proven;
    proven = true;
    return first;
  }
}
