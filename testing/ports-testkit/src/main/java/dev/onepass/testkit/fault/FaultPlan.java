// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.fault;

import java.util.Random;
import java.util.Set;

/** Decides what befalls each call. Must be thread-safe if the port is called from many threads. */
@FunctionalInterface
public interface FaultPlan {

  /**
   * @param method the name of the port's method that is being called
   */
  Fault next(String method);

  /**
   * Lets every fault befall calls at random.
   *
   * @param seed gives the same faults for the same sequence of calls
   * @param rate the share of calls that fail, 0 to 1
   * @param methods the methods that may fail; all if none is named
   */
  static FaultPlan random(long seed, double rate, String... methods) {
    Random random = new Random(seed);
    Set<String> failing = Set.of(methods);
    Fault[] faults = {Fault.REQUEST_LOST, Fault.ANSWER_LOST, Fault.CONFLICT};
    return method -> {
      boolean spared = !failing.isEmpty() && !failing.contains(method);
      return spared || random.nextDouble() >= rate
          ? Fault.NONE
          : faults[random.nextInt(faults.length)];
    };
  }
}
