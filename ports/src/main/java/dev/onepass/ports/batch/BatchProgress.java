// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.batch;

import dev.onepass.ports.model.Money;
import java.util.Map;

/**
 * A batch in numbers, as last stored.
 *
 * @param counts items in each state; they add up to the batch's total
 * @param swept what was credited to its accounts
 * @param inDoubt the sum of payments without a definite answer
 * @param calls payment calls made
 */
public record BatchProgress(Map<ItemState, Long> counts, Money swept, Money inDoubt, long calls) {

  public BatchProgress {
    counts = Map.copyOf(counts);
  }

  public long count(ItemState state) {
    return counts.getOrDefault(state, 0L);
  }

  /** Items that something may still happen to. */
  public long unsettled() {
    return count(ItemState.OPEN) + count(ItemState.UNRESOLVED);
  }
}
