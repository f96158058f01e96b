// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.Accounts;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.fault.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checkpoints of sweeps, through the same queue as transfers. */
class LedgerCheckpointTest extends LedgerFixture {

  @Test
  void aCheckpointWhoseAnswerGotLostCreditsOnce() {
    BatchItem claimed = claimOne(alice);
    faults.add("transact", Fault.ANSWER_LOST);

    var outcome = outcomeInTime(ledger.checkpoint(crediting(claimed, "5.00")));

    assertThat(outcome).isEqualTo(CheckpointOutcome.WRITTEN);
    assertThat(Accounts.amount(books, alice)).isEqualTo(Money.of("15.00"));
    assertThat(database.batches().progress(claimed.key().batch()).swept())
        .isEqualTo(Money.of("5.00"));
    Accounts.requireSound(books, Money.of("35.00"));
  }

  /** Repeated by somebody else, when nobody expects repetitions. */
  @Test
  void aCreditThatFilledTheAccountAndIsRepeatedIsWrittenAndNotTooMuch() {
    BatchItem claimed = claimOne(alice);
    Checkpoint filling = crediting(claimed, Money.MAX.minus(Money.of("10.00")).toString());
    assertThat(done(ledger.checkpoint(filling))).isEqualTo(CheckpointOutcome.WRITTEN);

    var repeated = outcomeInTime(ledger.checkpoint(filling));

    assertThat(repeated).isEqualTo(CheckpointOutcome.WRITTEN);
    assertThat(Accounts.amount(books, alice)).isEqualTo(Money.MAX);
  }

  @Test
  void aCreditThatDoesNotFitIsNotMade() {
    BatchItem claimed = claimOne(alice);

    var outcome = outcomeInTime(ledger.checkpoint(crediting(claimed, Money.MAX.toString())));

    assertThat(outcome).isEqualTo(CheckpointOutcome.BALANCE_LIMIT);
    assertThat(Accounts.amount(books, alice)).isEqualTo(Money.of("10.00"));
  }

  @Test
  void whoLostTheItemCreditsNothing() {
    BatchItem stale = claimOne(alice);
    time.advance(Duration.ofHours(1));
    database.batches().claim(stale.key().batch(), "another", 1, LONG);

    var outcome = outcomeInTime(ledger.checkpoint(crediting(stale, "5.00")));

    assertThat(outcome).isEqualTo(CheckpointOutcome.STALE_FENCE);
    assertThat(Accounts.amount(books, alice)).isEqualTo(Money.of("10.00"));
  }

  private BatchItem claimOne(Uid uid) {
    BatchId batch = new BatchId("batch");
    database.batches().accept(Batch.accepted(batch, "print", 1, time.now()), List.of(uid));
    return database.batches().claim(batch, "node", 1, LONG).get(0);
  }

  private static Checkpoint crediting(BatchItem claimed, String credit) {
    BatchItem next =
        new BatchItem(
            claimed.key(),
            ItemState.SWEPT,
            claimed.fence(),
            "done",
            claimed.checkpoints() + 1,
            claimed.swept().plus(Money.of(credit)),
            Money.ZERO,
            1,
            0,
            "");
    return new Checkpoint(next, Money.of(credit), LONG);
  }
}
