// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts how pay calls ended. Thread-safe. */
final class CallCounts {

  private final Map<Answer, LongAdder> answers = new EnumMap<>(Answer.class);
  private final Map<Fault, LongAdder> faults = new EnumMap<>(Fault.class);

  CallCounts() {
    for (Answer answer : Answer.values()) {
      answers.put(answer, new LongAdder());
    }
    for (Fault fault : Fault.values()) {
      faults.put(fault, new LongAdder());
    }
  }

  void count(Answer answer) {
    count(answers, answer);
  }

  void count(Fault fault) {
    count(faults, fault);
  }

  Map<String, Long> answers() {
    Map<String, Long> counts = new LinkedHashMap<>();
    answers.forEach((answer, count) -> counts.put(answer.key(), count.sum()));
    return counts;
  }

  Map<String, Long> faults() {
    Map<String, Long> counts = new LinkedHashMap<>();
    faults.forEach((fault, count) -> counts.put(fault.key(), count.sum()));
    return counts;
  }

  private static <K> void count(Map<K, LongAdder> counts, K key) {
    LongAdder count = counts.get(key);
    if (count != null) {
      count.increment();
    }
  }
}
