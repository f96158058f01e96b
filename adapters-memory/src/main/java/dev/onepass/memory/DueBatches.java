// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.model.BatchId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** When there is something to do for which batch. Not thread-safe: part of {@link Tables}. */
final class DueBatches {

  private record Due(Duration at, BatchId id) {
    static final Comparator<Due> LONGEST_FIRST =
        Comparator.comparing(Due::at).thenComparing(Due::id);
  }

  private final ElapsedTime time;
  private final Map<BatchId, Due> byBatch = new HashMap<>();
  private final NavigableSet<Due> inOrder = new TreeSet<>(Due.LONGEST_FIRST);

  DueBatches(ElapsedTime time) {
    this.time = time;
  }

  void set(BatchId id, Duration at) {
    never(id);
    Due due = new Due(at, id);
    byBatch.put(id, due);
    inOrder.add(due);
  }

  void never(BatchId id) {
    Due earlier = byBatch.remove(id);
    if (earlier != null) {
      inOrder.remove(earlier);
    }
  }

  boolean isEver(BatchId id) {
    return byBatch.containsKey(id);
  }

  List<BatchId> now(int limit) {
    List<BatchId> due = new ArrayList<>();
    for (Due next : inOrder) {
      if (due.size() == limit || !time.isPast(next.at)) {
        break;
      }
      due.add(next.id);
    }
    return due;
  }
}
