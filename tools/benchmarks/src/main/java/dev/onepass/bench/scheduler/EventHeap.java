// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import java.util.Arrays;

/** A binary heap of numbers by time, equal times in the order they came; allocates only to grow. */
final class EventHeap {

  private long[] times = new long[256];
  private long[] orders = new long[256];
  private int[] items = new int[256];
  private int size;
  private long sequence;

  boolean isEmpty() {
    return size == 0;
  }

  /** Time of the first, or {@link Long#MAX_VALUE}. */
  long firstTime() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  void add(long time, int item) {
    if (size == items.length) {
      times = Arrays.copyOf(times, size * 2);
      orders = Arrays.copyOf(orders, size * 2);
      items = Arrays.copyOf(items, size * 2);
    }
    int at = size++;
    long order = sequence++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (times[parent] <= time) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, time, order, item);
  }

  int poll() {
    int first = items[0];
    size--;
    long time = times[size];
    long order = orders[size];
    int item = items[size];
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && before(child + 1, times[child], orders[child])) {
        child++;
      }
      if (!before(child, time, order)) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, time, order, item);
    return first;
  }

  private boolean before(int at, long time, long order) {
    return times[at] < time || (times[at] == time && orders[at] < order);
  }

  private void move(int from, int to) {
    times[to] = times[from];
    orders[to] = orders[from];
    items[to] = items[from];
  }

  private void put(int at, long time, long order, int item) {
    times[at] = time;
    orders[at] = order;
    items[at] = item;
  }
}
