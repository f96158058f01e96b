// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The two steps of a batch that are announced to the third party: its begin and its finish. Each is
 * announced by one node at a time, as far as leases can tell. Thread-safe.
 */
final class BatchSteps {

  private static final Logger LOG = System.getLogger(BatchSteps.class.getName());
  private static final int PAGE = 10_000;

  private final BatchStore batches;
  private final ItemStore items;
  private final PaymentGateway gateway;
  private final AccountLeases accountLeases;
  private final Timekeeper time;
  private final Executor executor;

  BatchSteps(SweepPorts ports, AccountLeases accountLeases, Timekeeper time, Executor executor) {
    this.batches = ports.batches();
    this.items = ports.items();
    this.gateway = ports.gateway();
    this.accountLeases = accountLeases;
    this.time = time;
    this.executor = executor;
  }

  /**
   * Announces the begin. Completes with true if the third party has confirmed it, by now or by this
   * call; with false if another node is announcing it; exceptionally if it did not confirm.
   */
  CompletionStage<Boolean> begin(BatchId id) {
    return step(
        id,
        "begin",
        () -> stored(id).begunAt() != null,
        () -> gateway.begin(id, uids(id)),
        () -> batches.begun(id, time.now()));
  }

  /** Announces the finish; otherwise as {@link #begin}. */
  CompletionStage<Boolean> finish(BatchId id) {
    return step(
        id,
        "finish",
        () -> stored(id).isFinished(),
        () -> gateway.finish(id),
        () -> batches.finished(id, time.now()));
  }

  private CompletionStage<Boolean> step(
      BatchId id,
      String name,
      Supplier<Boolean> isConfirmed,
      Supplier<CompletionStage<Void>> announce,
      Runnable note) {
    return CompletableFuture.supplyAsync(isConfirmed, executor)
        .thenComposeAsync(
            confirmed -> {
              if (confirmed) {
                return CompletableFuture.completedFuture(true);
              }
              Optional<Runnable> right = accountLeases.takeStep(id, name);
              if (right.isEmpty()) {
                return CompletableFuture.completedFuture(false);
              }
              return announce
                  .get()
                  .thenRunAsync(note, executor)
                  .whenCompleteAsync((nothing, failure) -> right.get().run(), executor)
                  .thenApply(
                      nothing -> {
                        LOG.log(Level.INFO, "batch {0}: {1} confirmed", id, name);
                        return true;
                      });
            },
            executor);
  }

  private Batch stored(BatchId id) {
    return batches
        .find(id)
        .orElseThrow(
            () -> new IllegalStateException("batch " + id + " is not in the store any more"));
  }

  private List<Uid> uids(BatchId id) {
    List<Uid> uids = new ArrayList<>();
    Uid last = Uid.EXTERNAL;
    List<BatchItem> page;
    do {
      page = items.page(id, null, last, PAGE);
      for (BatchItem item : page) {
        last = item.key().uid();
        uids.add(last);
      }
    } while (page.size() == PAGE);
    return uids;
  }
}
