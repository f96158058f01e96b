// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.planted;

import java.time.Instant;

/** Planted: the domain is told the time. */
public final class ReadsTheClock {

  private ReadsTheClock() {}

  public static Instant time() {
    return Instant.now();
  }
}
