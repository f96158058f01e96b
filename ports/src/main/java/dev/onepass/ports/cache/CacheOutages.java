// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.cache;

import java.time.Duration;

/**
 * Lets a server that has lost the balance cache say so to those that have not: in the database,
 * without which nobody changes a balance. They make the cache forget what it knows, again and again
 * until the outage is over.
 *
 * <p>Thread-safe; blocks for one round trip. Every method throws {@link
 * dev.onepass.ports.error.UnavailableException} if no answer came; an outage may have been reported
 * then. Checked by {@code CacheOutagesContract}.
 */
public interface CacheOutages {

  /**
   * Says that balances may be changed without the cache hearing of it.
   *
   * @param ahead for how long from now, by the database's clock
   */
  void report(Duration ahead);

  /** What was reported up to now, by whomever. */
  Seen look();

  /**
   * @param reports how many there were; never falls
   * @param current whether one of them is about now
   */
  record Seen(long reports, boolean current) {}
}
