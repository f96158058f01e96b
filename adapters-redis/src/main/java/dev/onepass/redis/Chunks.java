// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.util.ArrayList;
import java.util.List;

/** Cuts bulk work into pieces that Redis, which does one thing at a time, serves in a few ms. */
final class Chunks {

  private Chunks() {}

  /** Views on consecutive parts of a list, each of {@code size} elements but the last. */
  static <T> List<List<T>> of(List<T> whole, int size) {
    List<List<T>> chunks = new ArrayList<>(whole.size() / size + 1);
    for (int from = 0; from < whole.size(); from += size) {
      chunks.add(whole.subList(from, Math.min(from + size, whole.size())));
    }
    return chunks;
  }
}
