// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

/** What became of a checkpoint. */
public enum CheckpointOutcome {
  /** The item and the credit are stored, now or by an earlier try of the same checkpoint. */
  WRITTEN,
  /**
   * The item was claimed anew since, or does not exist; this call stored and credited nothing.
   * Whoever holds it now reads from the item what is left to do.
   */
  STALE_FENCE,
  /** The account would hold more than any account may; this call stored and credited nothing. */
  BALANCE_LIMIT
}
