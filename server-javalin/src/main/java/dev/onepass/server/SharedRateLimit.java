// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.rate.RateLimit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limit that all servers share, and this server's own for as long as the shared one does not
 * answer: nobody is turned away because something cannot be counted. Thread-safe.
 */
final class SharedRateLimit implements RateLimit {

  private static final Logger LOG = LoggerFactory.getLogger(SharedRateLimit.class);

  private final RateLimit shared;
  private final RateLimit own;
  private final AtomicBoolean alone = new AtomicBoolean();

  /**
   * @param own as strict as the shared one
   */
  SharedRateLimit(RateLimit shared, RateLimit own) {
    this.shared = shared;
    this.own = own;
  }

  @Override
  public boolean admits(String caller) {
    boolean admitted;
    try {
      admitted = shared.admits(caller);
    } catch (UnavailableException e) {
      if (alone.compareAndSet(false, true)) {
        LOG.warn(
            "limits.ratePerSecond holds for each server by itself for now: {}", e.getMessage());
      }
      return own.admits(caller);
    }
    if (alone.compareAndSet(true, false)) {
      LOG.info("limits.ratePerSecond holds for all servers together again");
    }
    if (admitted) {
      // Kept up to date, so that nobody begins anew when the shared one is lost.
      own.admits(caller);
    }
    return admitted;
  }
}
