// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.batch.BatchStatus;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers what batches look like. An entry that nobody asks for again stays in the heap; there is
 * at most one for each batch. Thread-safe; always available.
 */
public final class InMemoryStatusCache implements StatusCache {

  private static final Duration RUNNING = Duration.ofSeconds(5);
  private static final Duration FINISHED = Duration.ofHours(24);

  private final Map<BatchId, Entry> entries = new ConcurrentHashMap<>();
  private final ElapsedTime time;

  private record Entry(BatchStatus status, Duration until) {}

  public InMemoryStatusCache(Timekeeper timekeeper) {
    this.time = new ElapsedTime(timekeeper);
  }

  @Override
  public Optional<BatchStatus> get(BatchId batch) {
    Entry kept =
        entries.computeIfPresent(batch, (id, entry) -> time.isPast(entry.until()) ? null : entry);
    return Optional.ofNullable(kept).map(Entry::status);
  }

  @Override
  public void put(BatchStatus status) {
    Duration keep = status.batch().isFinished() ? FINISHED : RUNNING;
    entries.put(status.batch().id(), new Entry(status, time.in(keep)));
  }
}
