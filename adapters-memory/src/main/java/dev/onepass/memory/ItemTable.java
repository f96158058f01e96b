// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.ItemCheckpoint;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The items of one batch. Not thread-safe: part of {@link Tables}. */
final class ItemTable {

  private final ElapsedTime time;
  private final NavigableMap<Uid, ItemRow> rows = new TreeMap<>();
  private final NavigableSet<ItemRow> waiting = new TreeSet<>(ItemRow.LONGEST_WAITING_FIRST);
  private final ItemCounters counters = new ItemCounters();

  ItemTable(ElapsedTime time) {
    this.time = time;
  }

  void open(ItemKey key) {
    put(ItemRow.open(key, time.now()));
  }

  Optional<BatchItem> find(Uid uid) {
    return Optional.ofNullable(rows.get(uid)).map(ItemRow::item);
  }

  List<BatchItem> claim(String owner, int limit, Duration lease) {
    List<BatchItem> claimed = new ArrayList<>();
    while (claimed.size() < limit
        && !waiting.isEmpty()
        && time.isPast(waiting.first().availableAt())) {
      ItemRow row = waiting.first().claimedBy(owner, time.in(lease));
      put(row);
      claimed.add(row.item());
    }
    return claimed;
  }

  /** Keeps a held item for longer; returns false if it is closed or another's by now. */
  boolean renew(BatchItem held, Duration lease) {
    ItemRow row = heldRow(held);
    Duration until = time.in(lease);
    if (row != null && row.availableAt().compareTo(until) < 0) {
      put(row.movedTo(until));
    }
    return row != null;
  }

  /** Lets a held item be claimed after a pause, if it is not closed or another's by now. */
  void release(BatchItem held, Duration pause) {
    ItemRow row = heldRow(held);
    if (row != null) {
      put(row.movedTo(time.in(pause)));
    }
  }

  private @Nullable ItemRow heldRow(BatchItem held) {
    ItemRow row = rows.get(held.key().uid());
    boolean isHeld = row != null && row.item().fence() == held.fence() && !row.item().isClosed();
    return isHeld ? row : null;
  }

  long resume(ItemState state) {
    if (!state.isResumable()) {
      throw new IllegalArgumentException("cannot be resumed: " + state);
    }
    List<ItemRow> resumed =
        rows.values().stream()
            .filter(
                row -> row.item().state() == state && (row.owner().isEmpty() || state.isFinal()))
            .map(row -> row.resumed(time.now()))
            .toList();
    resumed.forEach(this::put);
    return resumed.size();
  }

  /**
   * @throws IllegalStateException if the decision wrote under another token than it was shown: a
   *     bug of its own
   */
  void requireClaimed(BatchItem item) {
    ItemRow row = rows.get(item.key().uid());
    if (row == null || row.item().fence() != item.fence()) {
      throw new IllegalStateException(
          "checkpoint of " + item.key() + " under fence " + item.fence() + ", stored is " + row);
    }
    // As columns are declared in a database: what does not fit is not cut in silence.
    if (item.note().length() > BatchItem.NOTE_LENGTH_MAX
        || item.progress().length() > BatchItem.PROGRESS_LENGTH_MAX) {
      throw new IllegalStateException("too long for its column: " + item);
    }
  }

  void write(ItemCheckpoint checkpoint) {
    BatchItem item = checkpoint.item();
    ItemRow old = rows.get(item.key().uid());
    String owner = old == null || item.state() != ItemState.OPEN ? "" : old.owner();
    put(new ItemRow(item, owner, time.in(checkpoint.availableIn())));
  }

  /** When the first of the items may be claimed; empty if none ever may. */
  Optional<Duration> nextAvailableAt() {
    return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first().availableAt());
  }

  BatchProgress progress() {
    return counters.progress();
  }

  List<BatchItem> page(@Nullable ItemState state, Uid after, int limit) {
    Collection<ItemRow> rest = rows.tailMap(after, false).values();
    return rest.stream()
        .map(ItemRow::item)
        .filter(item -> state == null || item.state() == state)
        .limit(limit)
        .toList();
  }

  private void put(ItemRow row) {
    ItemRow old = rows.put(row.item().key().uid(), row);
    if (old != null) {
      waiting.remove(old);
      counters.remove(old.item());
    }
    if (!row.item().isClosed()) {
      waiting.add(row);
    }
    counters.add(row.item());
  }
}
