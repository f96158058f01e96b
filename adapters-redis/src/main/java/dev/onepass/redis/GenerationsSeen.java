// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The generations of all partitions that a client saw last, under one name, and which those were
 * that had an earlier name. Clients that saw the same numbers use the same name. A name forgotten
 * stands for no generation at all, so that what was read under it is old news. Thread-safe.
 */
final class GenerationsSeen {

  private static final int NAMES_MAX = 1_024;

  private record Seen(long name, List<Long> numbers) {}

  private final Map<Long, Seen> earlier =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Seen> eldest) {
          return size() > NAMES_MAX;
        }
      };

  private final int partitions;
  private volatile Seen last;

  GenerationsSeen(int partitions) {
    this.partitions = partitions;
    this.last = new Seen(Generation.NONE, Collections.nCopies(partitions, Generation.NONE));
  }

  long name() {
    return last.name();
  }

  /** A partition's number under a name. */
  long number(int partition, long name) {
    if (partitions == 1) {
      return name;
    }
    Seen now = last;
    return now.name() == name ? now.numbers().get(partition) : numberEarlier(partition, name);
  }

  void note(int partition, long number) {
    if (last.numbers().get(partition) != number) {
      change(partition, number);
    }
  }

  private synchronized long numberEarlier(int partition, long name) {
    Seen found = earlier.get(name);
    return found == null ? Generation.NONE : found.numbers().get(partition);
  }

  private synchronized void change(int partition, long number) {
    List<Long> numbers = new ArrayList<>(last.numbers());
    numbers.set(partition, number);
    last = new Seen(partitions == 1 ? number : nameOf(numbers), List.copyOf(numbers));
    if (partitions > 1) {
      earlier.put(last.name(), last);
    }
  }

  /** Mixed like the finish of MurmurHash3, so that no two lists share a name in practice. */
  private static long nameOf(List<Long> numbers) {
    long mixed = 0;
    for (long number : numbers) {
      mixed = (mixed ^ number) * 0xff51afd7ed558ccdL;
      mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
      mixed ^= mixed >>> 33;
    }
    return Math.max(1, mixed & Long.MAX_VALUE);
  }
}
