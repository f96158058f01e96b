// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

/** The faults in force; an order takes effect with the next call. Thread-safe. */
final class FaultOrders {

  private volatile FaultPlan plan;

  FaultOrders(Faults faults) {
    plan = new FaultPlan(faults);
  }

  FaultPlan now() {
    return plan;
  }

  void order(Faults faults) {
    plan = new FaultPlan(faults);
  }
}
