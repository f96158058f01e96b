// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.metrics;

import dev.onepass.domain.event.OnePassListener;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what One-Pass does on this server. All counters are there from the start, so that the
 * first of something is a rise and not a beginning. Thread-safe.
 */
public final class OnePassMeters implements OnePassListener {

  private final Map<Class<?>, Counter> transfers = new HashMap<>();
  private final Map<ItemState, Counter> items = new EnumMap<>(ItemState.class);
  private final Counter credited;
  private final Counter itemsLost;
  private final Counter batchesAccepted;
  private final Counter batchesFinished;
  private final AtomicInteger limit;
  private final AtomicInteger away;
  private final AtomicInteger cacheTrusted;

  public OnePassMeters(MeterRegistry meters) {
    for (Class<?> outcome : TransferOutcome.class.getPermittedSubclasses()) {
      transfers.put(
          outcome, meters.counter("onepass.transfers", "outcome", outcome.getSimpleName()));
    }
    for (ItemState state : ItemState.values()) {
      items.put(state, meters.counter("onepass.items.stored", "state", state.name()));
    }
    credited = meters.counter("onepass.swept.amount");
    itemsLost = meters.counter("onepass.fences.stale");
    batchesAccepted = meters.counter("onepass.batches.accepted");
    batchesFinished = meters.counter("onepass.batches.finished");
    limit = meters.gauge("onepass.pay.concurrency.limit", new AtomicInteger());
    away = meters.gauge("onepass.pay.away", new AtomicInteger());
    cacheTrusted = meters.gauge("onepass.cache.trusted", new AtomicInteger());
  }

  @Override
  public void transferDecided(TransferCommand command, TransferOutcome outcome) {
    Counter counter = transfers.get(outcome.getClass());
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void batchAccepted(BatchId batch, int accounts) {
    batchesAccepted.increment();
  }

  @Override
  public void batchFinished(BatchId batch) {
    batchesFinished.increment();
  }

  @Override
  public void itemStored(BatchItem item, Money amount) {
    Counter counter = items.get(item.state());
    if (counter != null) {
      counter.increment();
    }
    credited.increment(amount.amount().doubleValue());
  }

  @Override
  public void itemLost(ItemKey item) {
    itemsLost.increment();
  }

  @Override
  public void limitChanged(int calls, boolean isAway) {
    limit.set(calls);
    away.set(isAway ? 1 : 0);
  }

  @Override
  public void cacheTrusted(boolean isTrusted) {
    cacheTrusted.set(isTrusted ? 1 : 0);
  }
}
