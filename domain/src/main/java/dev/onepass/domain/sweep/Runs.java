// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static java.util.Objects.requireNonNull;

import dev.onepass.domain.scheduler.Turns;
import dev.onepass.domain.sweep.BatchRun.State;
import dev.onepass.domain.sweep.account.Standing;
import dev.onepass.ports.model.BatchId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The batches that this node works on, in the order in which they are due. What it costs to find
 * the next one does not grow with those that wait. Changed in the mailbox only; {@link #find} may
 * be called by anyone.
 */
final class Runs {

  /** When a run was to be looked at, as was said then: it may have changed its mind since. */
  private record Entry(long atNanos, long order, BatchRun run) {
    static final Comparator<Entry> BY_TIME =
        ((Comparator<Entry>) (one, other) -> Long.signum(one.atNanos - other.atNanos))
            .thenComparingLong(Entry::order);

    boolean isStale() {
      return run.state() != State.DUE || run.dueNanos() != atNanos;
    }
  }

  private final Map<BatchId, BatchRun> byBatch = new ConcurrentHashMap<>();
  private final PriorityQueue<Entry> due = new PriorityQueue<>(Entry.BY_TIME);
  private final Deque<BatchRun> forRoom = new ArrayDeque<>();
  private final Turns<BatchRun> unprovenForRoom = new Turns<>();
  private final Turns<BatchRun> forStep = new Turns<>();
  private boolean newestFirst;
  private long arrivals;
  private long order;

  @Nullable BatchRun find(BatchId id) {
    return byBatch.get(id);
  }

  Collection<BatchRun> all() {
    return byBatch.values();
  }

  int size() {
    return byBatch.size();
  }

  /** How many wait for room to claim accounts, of those that are proven as this one is or not. */
  int waitingForRoom(Standing like) {
    return like.isProven() ? forRoom.size() : unprovenForRoom.size();
  }

  /** The standing of a batch that is new to this node. */
  Standing newStanding() {
    return new Standing(++arrivals);
  }

  void add(BatchRun run) {
    byBatch.put(run.id(), run);
    place(run);
  }

  void end(BatchRun run) {
    run.end();
    byBatch.remove(run.id(), run);
    unprovenForRoom.remove(run.standing().arrival());
    forStep.remove(run.standing().arrival());
  }

  /** Has a run be due at once, or at the end of what is being done for it. */
  void wake(BatchRun run, long nowNanos) {
    run.wake(nowNanos);
    if (run.state() == State.DUE) {
      place(run);
    }
  }

  /** A run's batch has become proven: it waits for room no longer among those that are not. */
  void proven(BatchRun run) {
    if (unprovenForRoom.get(run.standing().arrival()) != null) {
      unprovenForRoom.remove(run.standing().arrival());
      forRoom.add(run);
    }
  }

  /** Takes note of what a run has become. */
  void place(BatchRun run) {
    switch (run.state()) {
      case DUE -> due.add(new Entry(run.dueNanos(), order++, run));
      case QUEUED -> queue(run);
      case RESTING, BUSY, ENDED -> {}
    }
  }

  private void queue(BatchRun run) {
    long arrival = run.standing().arrival();
    if (!run.step().isClaiming()) {
      forStep.add(arrival, run);
    } else if (run.standing().isProven()) {
      forRoom.add(run);
    } else {
      unprovenForRoom.add(arrival, run);
    }
  }

  /** Takes the next one that is due, or null. */
  @Nullable BatchRun pollDue(long nowNanos) {
    Entry next = peek();
    return next != null && next.atNanos - nowNanos <= 0 ? due.remove().run : null;
  }

  /** In how many nanoseconds the next one is due; {@link Long#MAX_VALUE} if none is. */
  long dueInNanos(long nowNanos) {
    Entry next = peek();
    return next == null ? Long.MAX_VALUE : Math.max(0, next.atNanos - nowNanos);
  }

  private @Nullable Entry peek() {
    while (!due.isEmpty() && due.element().isStale()) {
      due.remove();
    }
    return due.peek();
  }

  /** Takes the next proven ones of those that wait for room to claim accounts, at most so many. */
  List<BatchRun> pollForRoom(int limit) {
    List<BatchRun> next = new ArrayList<>();
    for (int i = Math.min(limit, forRoom.size()); i > 0; i--) {
      BatchRun run = forRoom.remove();
      if (run.state() == State.QUEUED) {
        next.add(run);
      }
    }
    return next;
  }

  /** The same of those that are not proven; every second one is the newest. */
  List<BatchRun> pollUnprovenForRoom(int limit) {
    List<BatchRun> next = new ArrayList<>();
    for (int i = Math.min(limit, unprovenForRoom.size()); i > 0; i--) {
      next.add(requireNonNull(poll(unprovenForRoom)));
    }
    return next;
  }

  /**
   * Takes the next of those that wait for their begin or finish to be announced, or null; every
   * second one is the newest.
   */
  @Nullable BatchRun pollForStep() {
    return poll(forStep);
  }

  private @Nullable BatchRun poll(Turns<BatchRun> turns) {
    BatchRun next = newestFirst ? turns.newest() : turns.next();
    newestFirst = !newestFirst;
    if (next != null) {
      turns.remove(next.standing().arrival());
    }
    return next;
  }
}
