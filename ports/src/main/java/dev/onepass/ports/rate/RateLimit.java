// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.rate;

/**
 * Admits so many requests of a caller within any window of time. The window slides: it ends now,
 * whenever now is, so that no two neighbouring windows let twice as many through. A request that is
 * turned away does not count.
 *
 * <p>How many, and how long the window is, an implementation is told when it is made. Thread-safe;
 * may block for one round trip. Checked by {@code RateLimitContract}.
 */
public interface RateLimit {

  /**
   * Asks for one request, and counts it if it is admitted.
   *
   * @param caller whose; any text
   * @throws dev.onepass.ports.error.UnavailableException if no answer came; the request may have
   *     been counted then
   */
  boolean admits(String caller);
}
