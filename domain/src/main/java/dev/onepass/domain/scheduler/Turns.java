// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.scheduler;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Things that take turns in the order in which they came. The newest can be asked for as well: what
 * came last may be the one thing that differs from thousands before it. Not thread-safe.
 */
public final class Turns<T> {

  private final NavigableMap<Long, T> byArrival = new TreeMap<>();
  private long latestTurn = Long.MIN_VALUE;

  /**
   * @param arrival when it came: a number of its own, greater than those that came before
   */
  public void add(long arrival, T thing) {
    byArrival.put(arrival, thing);
  }

  public void remove(long arrival) {
    byArrival.remove(arrival);
  }

  public @Nullable T get(long arrival) {
    return byArrival.get(arrival);
  }

  /** Returns the one whose turn it is and ends the turn; null if there is none. */
  public @Nullable T next() {
    Map.Entry<Long, T> next = byArrival.higherEntry(latestTurn);
    next = next == null ? byArrival.firstEntry() : next;
    if (next == null) {
      return null;
    }
    latestTurn = next.getKey();
    return next.getValue();
  }

  /** Returns the one that came last, whose turn comes all the same; null if there is none. */
  public @Nullable T newest() {
    return byArrival.isEmpty() ? null : byArrival.lastEntry().getValue();
  }

  public int size() {
    return byArrival.size();
  }
}
