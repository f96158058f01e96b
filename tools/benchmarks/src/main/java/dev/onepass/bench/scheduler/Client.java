// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

/**
 * A sweep under test: whatever drains all accounts through a {@link Service}. The simulation owns
 * the clock and calls back; a client holds no time of its own.
 */
interface Client {

  /** An answer to the call about that payment. {@link #act} follows at the same instant. */
  void answered(int transaction, Reply reply, long nowNanos);

  /**
   * Sends what may be sent now.
   *
   * @return when to be called again though no answer came; {@link Long#MAX_VALUE} for never
   */
  long act(long nowNanos, Service service);

  /** Whether every account is empty and known to be. */
  boolean done();
}
