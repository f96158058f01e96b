// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

/**
 * How a third party behaves, at any capacity. Each trait is explained in {@code scenarios.yaml}; 0,
 * or a negative queue, means that the server has it not.
 */
record ServerModel(
    String name,
    double serviceMillis,
    double sigma,
    double networkMillis,
    double timeoutMillis,
    boolean hasWorkers,
    double queue,
    boolean collapse,
    double rate,
    double burstMillis,
    boolean throttles,
    double faults,
    double slowShare,
    double slowMillis,
    double dip,
    double slowdown,
    double outageMillis,
    boolean swallows) {

  ServerModel {
    if (serviceMillis <= 0 || timeoutMillis <= 0) {
      throw new IllegalArgumentException("servers " + name + ": a time must be above 0");
    }
    if (faults >= 1 || slowShare > 1 || dip >= 1) {
      throw new IllegalArgumentException("servers " + name + ": a share must be below 1");
    }
  }

  /** Whether the best limit changes on the way, at instants known in advance. */
  boolean twoLevels() {
    return changesInThirds() || outageMillis > 0;
  }

  private boolean changesInThirds() {
    return dip > 0 || slowdown > 1;
  }

  /** Time for the work if nothing is lost: the workers' share, and one account's chain of calls. */
  long boundNanos(long calls, int capacity) {
    double shared = calls * serviceMillis / capacity;
    double chain = (Workload.BITS + 1) * (serviceMillis + networkMillis);
    return (long) (1e6 * Math.max(shared, chain));
  }

  /**
   * Calls that are worked on at once.
   *
   * @param between whether it is the time of the dip
   */
  int workers(int capacity, boolean between) {
    return dip > 0 && between ? Math.max(1, (int) Math.round(capacity * dip)) : capacity;
  }

  /** When the dip, the slowdown or the outage begins. */
  long fromNanos(long boundNanos) {
    return changesInThirds() ? boundNanos / 3 : boundNanos / 2;
  }

  /** When it ends. */
  long untilNanos(long boundNanos) {
    return changesInThirds()
        ? boundNanos / 3 * 2
        : fromNanos(boundNanos) + (long) (outageMillis * 1e6);
  }
}
