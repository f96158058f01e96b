// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import dev.onepass.domain.OnePass;
import dev.onepass.server.config.Settings;
import dev.onepass.server.metrics.Meters;

/**
 * One-Pass on what the settings name, for a command that works on the books while servers run: it
 * serves nobody and sweeps nothing. Thread-safe.
 */
public final class BackOffice implements AutoCloseable {

  private final Closing closing;
  private final OnePass onePass;

  private BackOffice(Closing closing, OnePass onePass) {
    this.closing = closing;
    this.onePass = onePass;
  }

  /**
   * Connects to what the settings name.
   *
   * @throws RuntimeException if something needed cannot be had; nothing is left running then, and
   *     the message says what to do
   */
  public static BackOffice open(Settings settings) {
    var closing = new Closing();
    try {
      Meters meters = closing.later("meters", new Meters());
      Wiring wiring = closing.later("wiring", Wiring.start(settings, meters.registry()));
      return new BackOffice(closing, closing.later("ledger", wiring.onePass()));
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  /** Not started, so that it makes no calls to the third party. */
  public OnePass onePass() {
    return onePass;
  }

  @Override
  public void close() {
    closing.close();
  }
}
