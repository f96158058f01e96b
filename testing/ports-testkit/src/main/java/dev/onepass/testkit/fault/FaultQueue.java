// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.fault;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Faults named one by one: each befalls the next call of its method. Thread-safe. */
public final class FaultQueue implements FaultPlan {

  private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();

  /** Lets these befall the method's next calls, one each, after those added before. */
  public FaultQueue add(String method, Fault... next) {
    faults.computeIfAbsent(method, name -> new ConcurrentLinkedQueue<>()).addAll(List.of(next));
    return this;
  }

  /** Forgets those that have not befallen anything yet. */
  public void clear() {
    faults.clear();
  }

  @Override
  public Fault next(String method) {
    Queue<Fault> queue = faults.get(method);
    Fault fault = queue == null ? null : queue.poll();
    return fault == null ? Fault.NONE : fault;
  }
}
