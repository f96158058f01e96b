// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import dev.onepass.domain.event.OnePassListener;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.domain.supervision.Repeated;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** A listener whose failures harm nobody: they are logged, the first and then ever fewer. */
final class SafeListener implements OnePassListener {

  private static final Logger LOG = System.getLogger(OnePassListener.class.getName());

  private final OnePassListener listener;
  private final Repeated failures;

  SafeListener(OnePassListener listener, Timekeeper time) {
    this.listener = listener;
    this.failures = new Repeated(time);
  }

  @Override
  public void transferDecided(TransferCommand command, TransferOutcome outcome) {
    tell(() -> listener.transferDecided(command, outcome));
  }

  @Override
  public void batchAccepted(BatchId batch, int accounts) {
    tell(() -> listener.batchAccepted(batch, accounts));
  }

  @Override
  public void batchFinished(BatchId batch) {
    tell(() -> listener.batchFinished(batch));
  }

  @Override
  public void itemStored(BatchItem item, Money credited) {
    tell(() -> listener.itemStored(item, credited));
  }

  @Override
  public void itemLost(ItemKey item) {
    tell(() -> listener.itemLost(item));
  }

  @Override
  public void limitChanged(int limit, boolean isAway) {
    tell(() -> listener.limitChanged(limit, isAway));
  }

  @Override
  public void cacheTrusted(boolean isTrusted) {
    tell(() -> listener.cacheTrusted(isTrusted));
  }

  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      if (failures.isToBeTold()) {
        LOG.log(Level.ERROR, "a OnePassListener failed; what it was told of is done", e);
      }
    }
  }
}
