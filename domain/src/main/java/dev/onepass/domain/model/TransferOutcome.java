// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.model;

import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.ledger.Transfer;

/** What became of a transfer. Repeating the same request gives the same outcome, for ever. */
public sealed interface TransferOutcome {

  /**
   * The money moved.
   *
   * @param replayed whether this was found in the record: it moved on an earlier call with this
   *     request id, or on a try of this call whose answer got lost
   */
  record Posted(Transfer transfer, boolean replayed) implements TransferOutcome {}

  /**
   * No money moved, and none ever will under this request id.
   *
   * @param replayed as in {@link Posted}
   */
  record Refused(Refusal refusal, boolean replayed) implements TransferOutcome {}

  /**
   * The request id was used before for another movement of money; nothing was done.
   *
   * @param earlier what the id stands for
   */
  record RequestIdReused(Recorded earlier) implements TransferOutcome {}

  /** A request with this id is being worked on; nothing was done. Ask again for its outcome. */
  record InProgress() implements TransferOutcome {}
}
