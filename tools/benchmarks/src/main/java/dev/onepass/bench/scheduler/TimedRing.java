// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import java.util.Arrays;

/** A first-in, first-out queue of numbers, each with a time; grows, allocates nothing otherwise. */
final class TimedRing {

  private long[] times = new long[256];
  private int[] items = new int[256];
  private int head;
  private int size;

  void add(long time, int item) {
    if (size == items.length) {
      grow();
    }
    int at = (head + size) & (items.length - 1);
    times[at] = time;
    items[at] = item;
    size++;
  }

  private void grow() {
    long[] moreTimes = Arrays.copyOf(times, size * 2);
    int[] moreItems = Arrays.copyOf(items, size * 2);
    for (int i = 0; i < size; i++) {
      moreTimes[i] = times[(head + i) & (size - 1)];
      moreItems[i] = items[(head + i) & (size - 1)];
    }
    times = moreTimes;
    items = moreItems;
    head = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** Time of the first, or {@link Long#MAX_VALUE}. */
  long firstTime() {
    return size == 0 ? Long.MAX_VALUE : times[head];
  }

  int poll() {
    int item = items[head];
    head = (head + 1) & (items.length - 1);
    size--;
    return item;
  }
}
