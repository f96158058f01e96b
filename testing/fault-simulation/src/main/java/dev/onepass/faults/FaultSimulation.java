// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

/**
 * Runs One-Pass in virtual time with everything going wrong that can, one seed after the other.
 *
 * <p>Thread-safe in that it uses threads of its own, of which one runs at a time; to be used by one
 * thread. {@link #close} dismisses them.
 */
public final class FaultSimulation implements AutoCloseable {

  private final Stage stage = new Stage();
  private final int traceLines;

  /**
   * @param traceLines how many of the last things that happened a violation shall show
   */
  public FaultSimulation(int traceLines) {
    this.traceLines = traceLines;
  }

  /** Runs one seed, to its end or to the first violation. */
  public Verdict run(long seed) {
    World world = new World(seed, stage, traceLines);
    new Run(world).plan();
    stage.perform(world);
    return world.verdict(seed);
  }

  @Override
  public void close() {
    stage.close();
  }
}
