// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The batches that callers have begun and finished; both may be said again. Thread-safe. */
final class Batches {

  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final Set<String> finished = ConcurrentHashMap.newKeySet();

  void begin(String batchPayId) {
    begun.add(batchPayId);
  }

  void finish(String batchPayId) {
    finished.add(batchPayId);
  }

  Set<String> begun() {
    return Set.copyOf(begun);
  }

  Set<String> finished() {
    return Set.copyOf(finished);
  }
}
