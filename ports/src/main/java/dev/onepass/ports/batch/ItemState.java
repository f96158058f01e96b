// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.batch;

/** How far an account of a batch is. */
public enum ItemState {
  /** Waiting for its turn, or being swept. */
  OPEN,
  /** Could not be finished within its budget; is tried again automatically, later. */
  UNRESOLVED,
  /** Everything the external account held is in the ledger. Final. */
  SWEPT,
  /** There is no such external account. Final. */
  MISSING,
  /** The third party refuses the payment for good: a bug or a wrong configuration. Final. */
  REJECTED;

  /** Whether the item stays in this state, unless somebody has it resumed. */
  public boolean isFinal() {
    return this != OPEN && this != UNRESOLVED;
  }

  /**
   * Whether items in this state may be resumed: their accounts may hold money that is not swept.
   */
  public boolean isResumable() {
    return this == UNRESOLVED || this == MISSING || this == REJECTED;
  }
}
