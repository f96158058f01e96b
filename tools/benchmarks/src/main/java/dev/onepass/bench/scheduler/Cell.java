// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import dev.onepass.domain.limit.ConcurrencyLimit;

/** One server at one capacity with one batch and one seed: what a contestant is played in. */
final class Cell {

  private static final long GRACE_NANOS = 30_000_000_000L;

  private final ServerModel model;
  private final int capacity;
  private final Workload workload;
  private final long[] balances;
  private final long seed;

  Cell(ServerModel model, int capacity, Workload workload, long seed) {
    this.model = model;
    this.capacity = capacity;
    this.workload = workload;
    this.seed = Dice.seed(seed, model.name().hashCode(), capacity, workload.name().hashCode());
    this.balances = workload.balances(Dice.seed(seed, workload.name().hashCode()));
  }

  ServerModel model() {
    return model;
  }

  int capacity() {
    return capacity;
  }

  Workload workload() {
    return workload;
  }

  long fewestCalls() {
    return Workload.fewestCalls(balances);
  }

  long boundNanos() {
    return model.boundNanos(fewestCalls(), capacity);
  }

  /** A run that takes longer counts as one that never ends. */
  long capNanos() {
    long slowest = model.slowShare() > 0 ? longestChainNanos() : 0;
    return 12 * Math.max(boundNanos(), slowest) + GRACE_NANOS;
  }

  /** Calls that the server works on at once at that moment, or lets in for each time of a call. */
  double workersAt(long nanos) {
    boolean changed = isBetween(nanos);
    if (changed && model.outageMillis() > 0) {
      return 0;
    }
    if (!model.hasWorkers()) {
      return model.rate() * capacity * model.serviceMillis() / 1e3;
    }
    return model.workers(capacity, changed);
  }

  /** Mean time of the work of a call at that moment. */
  double workNanosAt(long nanos) {
    return model.serviceMillis() * 1e6 * (isBetween(nanos) ? model.slowdown() : 1);
  }

  private boolean isBetween(long nanos) {
    long bound = boundNanos();
    return model.twoLevels() && nanos >= model.fromNanos(bound) && nanos < model.untilNanos(bound);
  }

  private long longestChainNanos() {
    long most = 0;
    for (long balance : balances) {
      most = Math.max(most, balance / Workload.CAP);
    }
    return (long) ((Workload.BITS + 1 + Math.sqrt((double) most)) * model.slowMillis() * 1e6);
  }

  Outcome play(ConcurrencyLimit limit) {
    return play(limit, capNanos(), Long.MAX_VALUE);
  }

  Outcome play(ConcurrencyLimit limit, long capNanos, long capCalls) {
    Client client = new SweepClient(balances.length, limit);
    return new Simulation(model, capacity, balances, seed, client).run(capNanos, capCalls);
  }

  @Override
  public String toString() {
    return model.name() + " c=" + capacity + " " + workload.name();
  }
}
