// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/** What the answer to a call says about the state of the service that gave it. */
public enum CallResult {
  /** The service did its work: paid, insufficient, unknown account, rejected. */
  DEFINITE,

  /** No usable answer: a server error, a timeout, a lost connection. The call will be repeated. */
  FAILED,

  /**
   * The same for a call that has failed several times in a row: its account is to blame rather than
   * the service, of which it says nothing.
   */
  FAILED_AGAIN,

  /** The service said that it is asked too much. The call was not applied and will be repeated. */
  THROTTLED
}
