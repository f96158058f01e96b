// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

/** How a pay call ended that met no fault, or only a slow one; the books count by these. */
public enum Answer {
  /** Code 200: the amount has just left the account. */
  SETTLED("settled"),
  /** Code 200: it had left before. */
  REPEATED("repeated"),
  /** Code 501. */
  INSUFFICIENT("insufficient"),
  /** Code 404. */
  UNKNOWN_ACCOUNT("unknownAccount"),
  /** Code 409: the transaction id belongs to another uid or amount. */
  ID_REUSED("idReused"),
  /** Code 400: not as the protocol has it. */
  REJECTED("rejected"),
  /** Code 401: other credentials than expected. */
  UNAUTHENTICATED("unauthenticated"),
  /** HTTP 429 by the limit of calls a second. */
  THROTTLED("throttled"),
  /** HTTP 503 or 504 by the capacity. */
  OVERLOADED("overloaded"),
  /** Whatever the total outage does. */
  OUTAGE("outage");

  private final String key;

  Answer(String key) {
    this.key = key;
  }

  /** Its name in the books. */
  public String key() {
    return key;
  }
}
