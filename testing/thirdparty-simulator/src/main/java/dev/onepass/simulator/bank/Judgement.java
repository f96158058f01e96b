// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator.bank;

/** What the third party decides about one payment. */
public enum Judgement {
  /** The amount has just left the account. */
  SETTLED,
  /** This payment settled before; nothing moved now. */
  REPEATED,
  /** The account holds less than the amount; nothing moved, and a later attempt is judged anew. */
  INSUFFICIENT,
  /** There is no such account. */
  UNKNOWN_ACCOUNT,
  /** The transaction id was judged before with another uid or amount; nothing moved. */
  ID_REUSED
}
