// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import dev.onepass.domain.event.OnePassListener;
import dev.onepass.domain.ledger.Checkpoint;
import dev.onepass.domain.ledger.CheckpointOutcome;
import dev.onepass.domain.ledger.Ledger;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Tells the host of what the ledger has decided, before its caller hears of it. Thread-safe. */
final class ToldLedger {

  private final Ledger ledger;
  private final OnePassListener listener;

  ToldLedger(Ledger ledger, OnePassListener listener) {
    this.ledger = ledger;
    this.listener = listener;
  }

  CompletionStage<TransferOutcome> transfer(TransferCommand command) {
    return told(ledger.transfer(command), outcome -> listener.transferDecided(command, outcome));
  }

  CompletionStage<CheckpointOutcome> checkpoint(Checkpoint checkpoint) {
    return told(
        ledger.checkpoint(checkpoint),
        outcome -> {
          if (outcome == CheckpointOutcome.WRITTEN) {
            listener.itemStored(checkpoint.item(), checkpoint.credit());
          } else if (outcome == CheckpointOutcome.STALE_FENCE) {
            listener.itemLost(checkpoint.item().key());
          }
        });
  }

  /** A stage that fails with what the given one fails with: not wrapped, as a derived one would. */
  private static <T> CompletionStage<T> told(CompletionStage<T> stage, Consumer<T> listener) {
    CompletableFuture<T> after = new CompletableFuture<>();
    stage.whenComplete(
        (outcome, failure) -> {
          if (failure == null) {
            listener.accept(outcome);
            after.complete(outcome);
          } else {
            after.completeExceptionally(failure);
          }
        });
    return after;
  }
}
