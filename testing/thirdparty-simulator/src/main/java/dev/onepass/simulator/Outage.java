// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.util.Arrays;
import java.util.Optional;

/** Whether the whole third party is down: every pay, begin and finish fails, nothing is applied. */
public enum Outage {
  /** It is up. */
  OFF("off"),
  /** Everything is answered HTTP 504 at once. */
  GATEWAY_TIMEOUT("504"),
  /** Everything is answered HTTP 401 at once, as if the callers' token had been replaced. */
  UNAUTHORIZED("401"),
  /** Every connection is closed without an answer. */
  DROP("drop"),
  /** Nothing is answered until {@link Faults#swallowFor()} is over. */
  SWALLOW("swallow");

  private final String key;

  Outage(String key) {
    this.key = key;
  }

  /** Its name in {@link Faults#parse}. */
  public String key() {
    return key;
  }

  static Optional<Outage> of(String key) {
    return Arrays.stream(values()).filter(outage -> outage.key.equals(key)).findFirst();
  }
}
