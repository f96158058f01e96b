// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Nodes that sweep a few accounts, for the random run: they claim items, write checkpoints through
 * the ledger, and now and then forget what they hold, as a node that dies does, while their last
 * checkpoint is still on its way.
 */
final class ModelSweep {

  private static final BatchId BATCH = new BatchId("batch");
  private static final List<Uid> UIDS = List.of(new Uid(2), new Uid(6), new Uid(7));
  private static final Duration LEASE = Duration.ofSeconds(1);

  private final MemoryDatabase database;
  private final Ledger ledger;
  private final Random random;
  private final Map<Uid, BatchItem> held = new HashMap<>();
  private final Map<Uid, Written> last = new HashMap<>();
  private final Deque<Written> all = new ArrayDeque<>();

  /**
   * @param position how many transfers were submitted before
   */
  private record Written(
      int position, Checkpoint checkpoint, CompletableFuture<CheckpointOutcome> answer) {}

  ModelSweep(MemoryDatabase database, Ledger ledger, Random random) {
    this.database = database;
    this.ledger = ledger;
    this.random = random;
    Batch batch = Batch.accepted(BATCH, "print", UIDS.size(), Instant.EPOCH);
    database.batches().accept(batch, UIDS);
  }

  /** What the items say was credited. */
  Money creditedByItems() {
    return database.batches().progress(BATCH).swept();
  }

  void step(int position) {
    Uid uid = UIDS.get(random.nextInt(UIDS.size()));
    BatchItem item = held.get(uid);
    if (item == null || random.nextInt(10) == 0) {
      held.remove(uid);
      last.remove(uid);
      claim();
    } else if (!last.containsKey(uid)) {
      write(item, position);
    } else if (last.get(uid).answer().isDone()) {
      hear(last.remove(uid));
    }
  }

  /** Tells the model of the credits that were submitted before this transfer. */
  void tellModel(SequentialModel model, int position) {
    while (!all.isEmpty() && all.peek().position() <= position) {
      Written written = all.remove();
      boolean credited = isCredited(written.checkpoint());
      if (credited) {
        long cents = written.checkpoint().credit().cents();
        model.credit(written.checkpoint().item().key().uid().value(), cents);
      }
      if (written.answer().join() == CheckpointOutcome.WRITTEN) {
        assertThat(credited).isEqualTo(written.checkpoint().credit().isPositive());
      }
    }
  }

  private void claim() {
    for (BatchItem item : database.batches().claim(BATCH, "node", UIDS.size(), LEASE)) {
      held.put(item.key().uid(), item);
      last.remove(item.key().uid());
    }
  }

  private void write(BatchItem item, int position) {
    // No two credits are of the same amount, so that the journal tells whose it has.
    Money credit = random.nextInt(4) == 0 ? Money.ZERO : Money.ofCents(1_000 + all.size());
    BatchItem next =
        new BatchItem(
            item.key(),
            ItemState.OPEN,
            item.fence(),
            "after " + all.size(),
            item.checkpoints() + (credit.isPositive() ? 1 : 0),
            item.swept().plus(credit),
            Money.ZERO,
            item.calls() + 1,
            0,
            "");
    Checkpoint checkpoint = new Checkpoint(next, credit, LEASE);
    Written written =
        new Written(position, checkpoint, ledger.checkpoint(checkpoint).toCompletableFuture());
    all.add(written);
    last.put(item.key().uid(), written);
  }

  private void hear(Written written) {
    Uid uid = written.checkpoint().item().key().uid();
    if (written.answer().join() == CheckpointOutcome.WRITTEN) {
      held.put(uid, written.checkpoint().item());
    } else {
      held.remove(uid);
    }
  }

  private boolean isCredited(Checkpoint checkpoint) {
    Uid uid = checkpoint.item().key().uid();
    List<Transfer> rows = new ArrayList<>(database.ledger().page(uid, Long.MAX_VALUE, 1_000));
    return rows.stream()
        .anyMatch(
            row ->
                row.requestId().equals(checkpoint.requestId())
                    && row.amount().equals(checkpoint.credit()));
  }
}
