// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The events to come, and the virtual time. Of what is due at one instant, chance decides what
 * comes first. Not thread-safe.
 */
final class Agenda {

  private static final Comparator<Event> ORDER =
      Comparator.comparingLong((Event event) -> event.dueNanos)
          .thenComparingInt(event -> event.tie)
          .thenComparingLong(event -> event.number);

  private final PriorityQueue<Event> events = new PriorityQueue<>(ORDER);
  private final Dice dice;
  private long nowNanos;
  private long number;

  Agenda(Dice dice) {
    this.dice = dice;
  }

  /**
   * Something that is to happen: work to be done, or an actor to be woken in the middle of its
   * work.
   */
  static final class Event {

    final @Nullable NodeProcess owner;
    final String what;
    final @Nullable Runnable work;
    final Stage.@Nullable Actor sleeper;
    private final long dueNanos;
    private final int tie;
    private final long number;
    private boolean cancelled;

    private Event(
        long dueNanos,
        int tie,
        long number,
        @Nullable NodeProcess owner,
        String what,
        @Nullable Runnable work,
        Stage.@Nullable Actor sleeper) {
      this.dueNanos = dueNanos;
      this.tie = tie;
      this.number = number;
      this.owner = owner;
      this.what = what;
      this.work = work;
      this.sleeper = sleeper;
    }

    void cancel() {
      cancelled = true;
    }

    private Event postponedTo(long nanos) {
      return new Event(nanos, 0, number, owner, what, work, sleeper);
    }

    /** What a dead process had planned does not happen; its sleepers are woken to be told. */
    private boolean isVoid() {
      return cancelled || (sleeper == null && owner != null && !owner.isAlive());
    }

    private boolean isFrozen() {
      return owner != null && owner.isAlive() && owner.frozenUntilNanos() > dueNanos;
    }
  }

  long nowNanos() {
    return nowNanos;
  }

  /**
   * @param owner whose memory this is in; null for the world's
   * @param what names it in the trace
   */
  Event add(long delayNanos, @Nullable NodeProcess owner, String what, Runnable work) {
    return add(delayNanos, owner, what, work, null);
  }

  /** Has a sleeper woken. */
  void wake(long delayNanos, NodeProcess owner, Stage.Actor sleeper) {
    add(delayNanos, owner, "goes on", null, sleeper);
  }

  private Event add(
      long delayNanos,
      @Nullable NodeProcess owner,
      String what,
      @Nullable Runnable work,
      Stage.@Nullable Actor sleeper) {
    long due = nowNanos + Math.max(0, delayNanos);
    Event event = new Event(due, dice.any(), number++, owner, what, work, sleeper);
    events.add(event);
    return event;
  }

  /** Takes what is next, and moves the time there; null if nothing is. */
  @Nullable Event next() {
    for (Event event = events.poll(); event != null; event = events.poll()) {
      if (event.isVoid()) {
        continue;
      }
      if (event.isFrozen() && event.owner != null) {
        events.add(event.postponedTo(event.owner.frozenUntilNanos()));
        continue;
      }
      nowNanos = Math.max(nowNanos, event.dueNanos);
      return event;
    }
    return null;
  }

  /** Takes a sleeper that is still waiting, whenever it was to be woken; null if there is none. */
  @Nullable Event nextSleeper() {
    for (Event event = events.poll(); event != null; event = events.poll()) {
      if (event.sleeper != null) {
        return event;
      }
    }
    return null;
  }

  /** Lets time pass if nothing is to happen meanwhile; false if something is. */
  boolean pass(long nanos) {
    Event first = events.peek();
    if (first != null && first.dueNanos <= nowNanos + nanos) {
      return false;
    }
    nowNanos += nanos;
    return true;
  }
}
