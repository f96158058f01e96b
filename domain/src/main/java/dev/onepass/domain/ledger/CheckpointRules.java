// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import dev.onepass.ports.batch.ItemCheckpoint;
import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.Uid;

/**
 * Decides a checkpoint, by the books alone.
 *
 * <p>The fence is looked at first: whoever lost the item writes nothing. Then a credit that is
 * already in the journal tells that this checkpoint was written by a try whose answer got lost, and
 * nothing is written again; not even the item, which may have gone on since. A credit opens an
 * account that does not exist; a sweep that found nothing opens none, so that an account exists as
 * soon as, and only if, it ever held money.
 */
final class CheckpointRules {

  private CheckpointRules() {}

  /**
   * Decides the checkpoint and enters the decision in the books.
   *
   * @throws IllegalStateException if the number of this credit was used for another amount
   * @throws ConflictException if the request ids must be looked for before this can be decided
   */
  static CheckpointOutcome apply(Checkpoint checkpoint, GroupBooks books) {
    if (!books.isHeld(checkpoint.item())) {
      return CheckpointOutcome.STALE_FENCE;
    }
    if (checkpoint.credit().isPositive()) {
      Recorded earlier = books.recorded(checkpoint.requestId());
      if (earlier != null) {
        requireSame(checkpoint, earlier);
        return CheckpointOutcome.WRITTEN;
      }
      if (!credit(checkpoint, books)) {
        return CheckpointOutcome.BALANCE_LIMIT;
      }
    }
    books.write(new ItemCheckpoint(checkpoint.item(), checkpoint.availableIn()));
    return CheckpointOutcome.WRITTEN;
  }

  /** Credits what was swept; false if the account cannot hold it. */
  private static boolean credit(Checkpoint checkpoint, GroupBooks books) {
    Uid uid = checkpoint.item().key().uid();
    Balance found = books.balance(uid);
    Balance before = found == null ? Balance.none(uid) : found;
    if (TransferRules.exceedsLimit(before, checkpoint.credit())) {
      if (!books.isKnownWhatIsRecorded()) {
        // It may be part of the balance already: then nothing is wrong.
        throw new ConflictException("whether it was credited before has to be looked for", null);
      }
      return false;
    }
    books.post(
        new Transfer(
            checkpoint.requestId(),
            TransferKind.SWEEP,
            Uid.EXTERNAL,
            uid,
            checkpoint.credit(),
            null,
            before.plus(checkpoint.credit()),
            books.now()));
    return true;
  }

  private static void requireSame(Checkpoint checkpoint, Recorded earlier) {
    if (!earlier.isFor(Uid.EXTERNAL, checkpoint.item().key().uid(), checkpoint.credit())) {
      throw new IllegalStateException(
          "checkpoint %s credited %s before and %s now"
              .formatted(checkpoint.requestId(), earlier.amount(), checkpoint.credit()));
    }
  }
}
