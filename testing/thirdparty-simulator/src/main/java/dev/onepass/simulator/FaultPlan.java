// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Faults being carried out: remembers how many of the calls that shall fail still have to. */
final class FaultPlan {

  private final Faults faults;
  private final AtomicInteger beginFailuresLeft;
  private final AtomicInteger finishFailuresLeft;

  FaultPlan(Faults faults) {
    this.faults = faults;
    this.beginFailuresLeft = new AtomicInteger(faults.beginFailures());
    this.finishFailuresLeft = new AtomicInteger(faults.finishFailures());
  }

  Faults faults() {
    return faults;
  }

  /** The fault of the call that drew {@code lot}, from 0 to 999,999; null if it meets none. */
  @Nullable Fault fault(int lot) {
    int bound = 0;
    for (Map.Entry<Fault, Integer> rate : faults.perMillion().entrySet()) {
      bound += rate.getValue();
      if (lot < bound) {
        return rate.getKey();
      }
    }
    return null;
  }

  /** Whether nobody answers for this account. */
  boolean isDead(long uid) {
    return uid >= faults.deadFrom();
  }

  boolean failsBegin() {
    return takeOne(beginFailuresLeft);
  }

  boolean failsFinish() {
    return takeOne(finishFailuresLeft);
  }

  private static boolean takeOne(AtomicInteger left) {
    return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }
}
