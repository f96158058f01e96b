// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

/** What callers meet while everything is down. */
final class Outages {

  private Outages() {}

  /** Ends the exchange as the outage has it; there must be one. */
  static void meet(Exchange exchange, Faults faults, Timer timer) {
    switch (faults.outage()) {
      case GATEWAY_TIMEOUT -> exchange.fail(504, "gateway timeout");
      case UNAUTHORIZED -> exchange.fail(401, "the token is not valid any more");
      case DROP -> exchange.drop();
      case SWALLOW -> timer.after(faults.swallowFor().toNanos(), exchange::drop);
      case OFF -> throw new IllegalStateException("there is no outage");
    }
  }
}
