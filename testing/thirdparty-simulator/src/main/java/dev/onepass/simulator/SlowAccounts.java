// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.time.Duration;
import java.util.Set;

/**
 * Accounts whose calls always take longer. The extra time holds no worker of the {@link Capacity}.
 *
 * @param uids accounts that are slow by name
 * @param fraction the share of all accounts, from 0 to 1, that are slow by lot; the seed casts it
 * @param extra how much longer a call on them takes
 */
public record SlowAccounts(Set<Long> uids, double fraction, Duration extra) {

  /** No account is slow. */
  public static final SlowAccounts NONE = new SlowAccounts(Set.of(), 0, Duration.ZERO);

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the fraction is not between 0 and 1, or the extra time not
   *     between zero and {@link Latency#LONGEST}
   */
  public SlowAccounts {
    uids = Set.copyOf(uids);
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("the fraction is not between 0 and 1: " + fraction);
    }
    Latency.requireBounded(extra, "the extra time of slow accounts");
  }
}
