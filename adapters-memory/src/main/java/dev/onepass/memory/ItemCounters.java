// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.Money;
import java.util.EnumMap;
import java.util.Map;

/** The sums over a batch's items, kept as they change. Not thread-safe: part of {@link Tables}. */
final class ItemCounters {

  private final Map<ItemState, Long> counts = new EnumMap<>(ItemState.class);
  private Money swept = Money.ZERO;
  private Money inDoubt = Money.ZERO;
  private long calls;

  void add(BatchItem item) {
    counts.merge(item.state(), 1L, Long::sum);
    swept = swept.plus(item.swept());
    inDoubt = inDoubt.plus(item.inDoubt());
    calls += item.calls();
  }

  void remove(BatchItem item) {
    counts.merge(item.state(), -1L, Long::sum);
    swept = swept.minus(item.swept());
    inDoubt = inDoubt.minus(item.inDoubt());
    calls -= item.calls();
  }

  BatchProgress progress() {
    return new BatchProgress(counts, swept, inDoubt, calls);
  }
}
