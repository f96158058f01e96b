// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.faults.Weather.Party;
import dev.onepass.memory.InMemoryBatches;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The batches as one process reaches them; after every write all items are looked at. */
final class BatchLine implements BatchStore, ItemStore {

  private final Wire wire;
  private final InMemoryBatches real;

  BatchLine(Wire wire, InMemoryBatches real) {
    this.wire = wire;
    this.real = real;
  }

  private <T> T read(String what, Supplier<T> effect) {
    return wire.call(Party.DATABASE, what, effect);
  }

  private <T> T write(String what, Collection<BatchId> changed, Supplier<T> effect) {
    return wire.call(
        Party.DATABASE,
        what,
        () -> {
          T result = effect.get();
          wire.world().batchAudit.afterWrite(changed);
          return result;
        });
  }

  private static List<BatchId> batches(Collection<BatchItem> items) {
    return items.stream().map(item -> item.key().batch()).toList();
  }

  private void change(String what, BatchId id, Runnable effect) {
    write(
        what,
        List.of(id),
        () -> {
          effect.run();
          return id;
        });
  }

  @Override
  public Batch accept(Batch batch, List<Uid> uids) {
    return write("accept", List.of(batch.id()), () -> real.accept(batch, uids));
  }

  @Override
  public Optional<Batch> find(BatchId id) {
    return read("find", () -> real.find(id));
  }

  @Override
  public List<Batch> unfinished() {
    return read("unfinished", real::unfinished);
  }

  @Override
  public List<Batch> due(int limit) {
    return read("due", () -> real.due(limit));
  }

  @Override
  public void rest(BatchId id, Duration pause) {
    change("rest", id, () -> real.rest(id, pause));
  }

  @Override
  public void waits(BatchId id, String reason, Instant at, Duration pause) {
    change("waits", id, () -> real.waits(id, reason, at, pause));
  }

  @Override
  public void hasten(BatchId id) {
    change("hasten", id, () -> real.hasten(id));
  }

  @Override
  public List<Batch> newest(int limit) {
    return read("newest", () -> real.newest(limit));
  }

  @Override
  public void begun(BatchId id, Instant at) {
    change("begun", id, () -> real.begun(id, at));
  }

  @Override
  public void finished(BatchId id, Instant at) {
    write(
        "finished",
        List.of(id),
        () -> {
          real.finished(id, at);
          wire.world().note("finished", id);
          wire.world().occurred(Occurrence.BATCH_FINISHED);
          return id;
        });
  }

  @Override
  public List<BatchItem> claim(BatchId batch, String owner, int limit, Duration lease) {
    return write(
        "claim",
        List.of(batch),
        () -> {
          List<BatchItem> claimed = real.claim(batch, owner, limit, lease);
          for (BatchItem item : claimed) {
            wire.world().note("claims", wire.process(), item);
            wire.world().occurred(Occurrence.ITEM_CLAIMED);
            if (!item.progress().isEmpty()) {
              wire.world().occurred(Occurrence.ITEM_TAKEN_OVER);
            }
          }
          return claimed;
        });
  }

  @Override
  public Set<ItemKey> renew(Collection<BatchItem> items, Duration lease) {
    List<BatchItem> held = List.copyOf(items);
    return write("renew", batches(held), () -> real.renew(held, lease));
  }

  @Override
  public void release(Collection<BatchItem> items, Duration pause) {
    List<BatchItem> held = List.copyOf(items);
    write(
        "release",
        batches(held),
        () -> {
          real.release(held, pause);
          return held;
        });
  }

  @Override
  public long resume(BatchId batch, ItemState state) {
    return write(
        "resume",
        List.of(batch),
        () -> {
          wire.world().batchAudit.beforeResume(batch);
          return real.resume(batch, state);
        });
  }

  @Override
  public BatchProgress progress(BatchId batch) {
    return read("progress", () -> real.progress(batch));
  }

  @Override
  public List<BatchItem> page(BatchId batch, @Nullable ItemState state, Uid after, int limit) {
    return read("items", () -> real.page(batch, state, after, limit));
  }
}
