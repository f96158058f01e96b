// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.faults.Agenda.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets code that blocks be interrupted in the middle by other code, one at a time and at points
 * that the play chooses: the code of threads, with the order of a single one.
 *
 * <p>There is one baton, and only who holds it runs. Who goes to sleep hands it to an actor who
 * does what is next; who finds that a sleeper is to be woken hands it back. Whatever happens
 * between two hand-overs happens as if nobody else were there.
 */
final class Stage implements AutoCloseable {

  /** Long enough for any machine: a play that takes longer hangs. */
  private static final long HANGS_AFTER_SECONDS = 100;

  /** What is played. Called only by who holds the baton. */
  interface Play {

    /** What comes next; null at the end, when nobody sleeps any more. */
    @Nullable Event next();

    /** Does what has come. */
    void perform(Event event);
  }

  /** A thread that holds the baton, sleeps or is idle. */
  final class Actor implements Runnable {

    private final Semaphore baton = new Semaphore(0);

    @Override
    public void run() {
      baton.acquireUninterruptibly();
      while (!closed) {
        act(this);
        baton.acquireUninterruptibly();
      }
    }
  }

  private final List<Thread> threads = new ArrayList<>();
  private final List<Actor> actors = new ArrayList<>();
  private final Deque<Actor> idle = new ArrayDeque<>();
  private final Semaphore ended = new Semaphore(0);
  private @Nullable Play play;
  private @Nullable Actor holder;
  private volatile boolean closed;

  /** Plays to the end. */
  void perform(Play what) {
    play = what;
    hand(anyIdle());
    try {
      if (!ended.tryAcquire(HANGS_AFTER_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("hangs: " + stacks());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Puts the caller, which holds the baton, to sleep until the agenda wakes it on behalf of a
   * process.
   */
  void sleep(Agenda agenda, NodeProcess process, long nanos) {
    Actor self = holder;
    if (self == null) {
      throw new IllegalStateException("nobody is on stage");
    }
    agenda.wake(nanos, process, self);
    hand(anyIdle());
    self.baton.acquireUninterruptibly();
  }

  private void act(Actor self) {
    Play playing = play;
    while (playing != null) {
      Event event = playing.next();
      if (event == null) {
        idle.push(self);
        ended.release();
        return;
      }
      Actor sleeper = event.sleeper;
      if (sleeper != null) {
        idle.push(self);
        hand(sleeper);
        return;
      }
      playing.perform(event);
    }
  }

  private void hand(Actor next) {
    holder = next;
    next.baton.release();
  }

  private Actor anyIdle() {
    Actor actor = idle.poll();
    if (actor == null) {
      actor = new Actor();
      actors.add(actor);
      Thread thread = new Thread(actor, "actor-" + actors.size());
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    return actor;
  }

  private String stacks() {
    StringBuilder text = new StringBuilder();
    for (Thread thread : threads) {
      text.append('\n').append(thread.getName());
      for (StackTraceElement frame : thread.getStackTrace()) {
        text.append("\n  ").append(frame);
      }
    }
    return text.toString();
  }

  /** Dismisses the actors. */
  @Override
  public void close() {
    closed = true;
    actors.forEach(actor -> actor.baton.release());
  }
}
