// SPDX-License-Identifier: Apache-2.0
package dev.onepass.ports.ledger;

/** Why money moved. */
public enum TransferKind {
  /** One user paid another. */
  TRADE,
  /** A sweep took it from the user's external account. */
  SWEEP,
  /** It was there before the journal began. */
  OPENING
}
