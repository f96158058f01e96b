// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.plan;

import java.util.Arrays;

/**
 * Learns from a batch's accounts how large their balances are, and plans for those to come. Knows
 * the latest of them; a new plan is due when there are twice as many as at the last. Not
 * thread-safe.
 */
public final class LearntBalances {

  private static final int FIRST = 8;
  private static final int SAMPLE = 128;

  private final long[] latest = new long[SAMPLE];
  private long seen;
  private long planDueAt = FIRST;
  private SweepPlan plan;

  public LearntBalances(SweepPlan withoutKnowledge) {
    plan = withoutKnowledge;
  }

  public void add(long cents) {
    latest[(int) (seen % SAMPLE)] = cents;
    seen++;
  }

  public boolean isPlanDue() {
    return seen >= planDueAt;
  }

  /** The latest balances, to make the plan of that is due. */
  public long[] sample() {
    planDueAt = 2 * seen;
    return Arrays.copyOf(latest, (int) Math.min(seen, SAMPLE));
  }

  public void plan(SweepPlan better) {
    plan = better;
  }

  /** The plan for an account that is yet to be called for. */
  public SweepPlan plan() {
    return plan;
  }
}
