// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.plan;

import dev.onepass.domain.sweep.plan.SweepPlan.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * A family of plans for balances that are about to be expected: perhaps the largest amount until it
 * is insufficient, then a few single amounts, then a ladder of halves. Immutable.
 *
 * <p>The ladder does not prove its upper end first. A balance below twice the top takes as many
 * calls as the ladder has rungs: the first insufficient one proves a bound, and only a balance that
 * pays all of them needs one call more. A single amount before it is either what all accounts hold
 * at least, which narrows what the ladder has to cover, or what few accounts hold, which spares the
 * others the rungs above it.
 *
 * @param bulkFirst whether most balances are above the largest amount
 * @param heads single amounts, in the order of asking
 * @param rungs how many halves the ladder has; without any, and without heads, there is no guess
 * @param unit the lowest rung: all balances are multiples of it, as far as is known
 */
public record Guess(boolean bulkFirst, List<Long> heads, int rungs, long unit) {

  public static final Guess NONE = new Guess(false, List.of(), 0, 1);

  public Guess {
    heads = List.copyOf(heads);
  }

  public Guess withBulkFirst(boolean first) {
    return new Guess(first, heads, rungs, unit);
  }

  public Guess withHeads(List<Long> others) {
    return new Guess(bulkFirst, others, rungs, unit);
  }

  public Guess withLadder(int others, long otherUnit) {
    return new Guess(bulkFirst, heads, others, otherUnit);
  }

  /** The largest amount of the ladder, or what it would be. */
  public long top() {
    return unit << Math.max(0, rungs - 1);
  }

  /**
   * The whole plan, which is safe for other balances too.
   *
   * @throws IllegalArgumentException if an amount is above the largest: the third party would
   *     reject it, and with it the account
   */
  public SweepPlan plan(long maxCents) {
    if (top() > maxCents || heads.stream().anyMatch(cents -> cents > maxCents)) {
      throw new IllegalArgumentException("above " + maxCents + ": " + this);
    }
    SweepPlan safe = SweepPlan.binary(maxCents);
    if (heads.isEmpty() && rungs == 0) {
      return safe;
    }
    List<Stage> stages = new ArrayList<>();
    if (bulkFirst) {
      stages.add(Stage.repeated(maxCents));
    }
    heads.forEach(cents -> stages.add(Stage.once(cents)));
    stages.addAll(SweepPlan.halving(rungs == 0 ? 0 : top(), unit));
    return safe.after(stages);
  }
}
