// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.batch.Waiting;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The batches of a {@link MemoryDatabase}. Thread-safe; always available. */
public final class InMemoryBatches implements BatchStore, ItemStore {

  private static final Comparator<Batch> OLDEST_FIRST =
      Comparator.comparing(Batch::acceptedAt).thenComparing(Batch::id);

  private final Tables tables;

  InMemoryBatches(Tables tables) {
    this.tables = tables;
  }

  @Override
  public Batch accept(Batch batch, List<Uid> uids) {
    synchronized (tables) {
      Batch known = tables.batches.get(batch.id());
      if (known != null) {
        return known;
      }
      tables.addBatch(batch, uids);
      return batch;
    }
  }

  @Override
  public Optional<Batch> find(BatchId id) {
    synchronized (tables) {
      return Optional.ofNullable(tables.batches.get(id)).map(this::asOfNow);
    }
  }

  @Override
  public List<Batch> unfinished() {
    synchronized (tables) {
      return tables.batches.values().stream()
          .filter(batch -> !batch.isFinished())
          .sorted(OLDEST_FIRST)
          .toList();
    }
  }

  @Override
  public List<Batch> newest(int limit) {
    synchronized (tables) {
      return tables.batches.values().stream()
          .sorted(OLDEST_FIRST.reversed())
          .limit(limit)
          .map(this::asOfNow)
          .toList();
    }
  }

  @Override
  public List<Batch> due(int limit) {
    synchronized (tables) {
      return tables.due.now(limit).stream().map(tables.batches::get).map(this::asOfNow).toList();
    }
  }

  @Override
  public void rest(BatchId id, Duration pause) {
    synchronized (tables) {
      tables.batches.computeIfPresent(id, (same, batch) -> rested(batch, pause));
    }
  }

  private Batch rested(Batch batch, Duration pause) {
    ItemTable table = tables.items(batch.id());
    Optional<Duration> next = table.nextAvailableAt();
    if (next.isPresent()) {
      tables.due.set(batch.id(), next.get());
    } else if (batch.isFinished()) {
      tables.due.never(batch.id());
    } else {
      tables.due.set(batch.id(), tables.time.in(pause));
    }
    return with(batch, batch.begunAt(), batch.finishedAt(), null);
  }

  @Override
  public void waits(BatchId id, String reason, Instant at, Duration pause) {
    synchronized (tables) {
      tables.batches.computeIfPresent(
          id,
          (same, batch) -> {
            tables.due.set(id, tables.time.in(pause));
            Waiting before = batch.waiting();
            Waiting waiting =
                new Waiting(
                    reason,
                    before == null ? at : before.since(),
                    before == null ? 1 : before.attempts() + 1,
                    at.plus(pause));
            return with(batch, batch.begunAt(), batch.finishedAt(), waiting);
          });
    }
  }

  @Override
  public void hasten(BatchId id) {
    synchronized (tables) {
      if (tables.batches.containsKey(id)) {
        tables.due.set(id, tables.time.now());
      }
    }
  }

  private Batch asOfNow(Batch batch) {
    return batch.isFinished() && tables.due.isEver(batch.id())
        ? new Batch(
            batch.id(),
            batch.fingerprint(),
            batch.total(),
            batch.acceptedAt(),
            batch.begunAt(),
            batch.finishedAt(),
            true,
            batch.waiting())
        : batch;
  }

  private static Batch with(
      Batch batch, @Nullable Instant begunAt, @Nullable Instant finishedAt, @Nullable Waiting why) {
    return new Batch(
        batch.id(),
        batch.fingerprint(),
        batch.total(),
        batch.acceptedAt(),
        begunAt,
        finishedAt,
        false,
        why);
  }

  @Override
  public void begun(BatchId id, Instant at) {
    synchronized (tables) {
      tables.batches.computeIfPresent(
          id,
          (same, batch) ->
              batch.begunAt() != null ? batch : with(batch, at, batch.finishedAt(), null));
    }
  }

  @Override
  public void finished(BatchId id, Instant at) {
    synchronized (tables) {
      tables.batches.computeIfPresent(
          id,
          (same, batch) ->
              batch.isFinished()
                  ? batch
                  : rested(with(batch, batch.begunAt(), at, null), Duration.ZERO));
    }
  }

  @Override
  public List<BatchItem> claim(BatchId batch, String owner, int limit, Duration lease) {
    synchronized (tables) {
      return tables.items(batch).claim(owner, limit, lease);
    }
  }

  @Override
  public Set<ItemKey> renew(Collection<BatchItem> items, Duration lease) {
    Set<ItemKey> lost = new HashSet<>();
    synchronized (tables) {
      for (BatchItem item : items) {
        if (!tables.items(item.key().batch()).renew(item, lease)) {
          lost.add(item.key());
        }
      }
    }
    return lost;
  }

  @Override
  public void release(Collection<BatchItem> items, Duration pause) {
    synchronized (tables) {
      items.forEach(item -> tables.items(item.key().batch()).release(item, pause));
    }
  }

  @Override
  public long resume(BatchId batch, ItemState state) {
    synchronized (tables) {
      hasten(batch);
      return tables.items(batch).resume(state);
    }
  }

  @Override
  public BatchProgress progress(BatchId batch) {
    synchronized (tables) {
      return tables.items(batch).progress();
    }
  }

  @Override
  public List<BatchItem> page(BatchId batch, @Nullable ItemState state, Uid after, int limit) {
    synchronized (tables) {
      return tables.items(batch).page(state, after, limit);
    }
  }
}
