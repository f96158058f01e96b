// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.supervision.Backoff;
import dev.onepass.domain.supervision.Repeated;
import dev.onepass.ports.batch.Waiting;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.TurnedAway;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the third party lets calls in at all. Several in a row that it turns away close the gate:
 * then one call is made after each pause, which grows, until one has a definite answer. It is no
 * verdict on any account, so that all of them wait.
 *
 * <pre>
 *   state    leaves it by
 *   OPEN     three calls in a row are turned away: CLOSED
 *   CLOSED   the pause is over and a call is made: PROBING
 *   PROBING  its answer is definite: OPEN; anything else: CLOSED, for longer
 * </pre>
 *
 * <p>Used from within the mailbox.
 */
final class Gate {

  enum State {
    OPEN,
    CLOSED,
    PROBING
  }

  private static final Logger LOG = System.getLogger(SweepEngine.class.getName());
  private static final int IN_A_ROW = 3;
  private static final Backoff PAUSES = Backoff.ofMillis(1_000, 60_000);

  private final Timekeeper time;
  private State state = State.OPEN;
  private int inARow;
  private int attempts;
  private String reason = "";
  private Instant since = Instant.EPOCH;
  private Instant nextTry = Instant.EPOCH;
  private long nextTryNanos;
  private final Repeated told;

  Gate(Timekeeper time) {
    this.time = time;
    this.told = new Repeated(time);
  }

  /** Whether a call may be made now. */
  boolean admits(long nowNanos) {
    return state == State.OPEN || (state == State.CLOSED && nextTryNanos - nowNanos <= 0);
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  /** A call is made. */
  void sent() {
    if (state == State.CLOSED) {
      state = State.PROBING;
    }
  }

  /** Takes the answer to a call; returns whether it has closed the gate. */
  boolean heard(PayAnswer answer, long nowNanos) {
    if (answer.isDefinite()) {
      inARow = 0;
      open();
      return false;
    }
    boolean wasOpen = state == State.OPEN;
    if (answer instanceof TurnedAway turnedAway) {
      inARow++;
      reason = turnedAway.message();
    }
    if (wasOpen ? inARow >= IN_A_ROW : state == State.PROBING) {
      close(nowNanos);
    }
    return wasOpen && state == State.CLOSED;
  }

  private void open() {
    if (state != State.OPEN) {
      state = State.OPEN;
      LOG.log(
          Level.INFO,
          "the third party serves calls again, which it turned away since {0} ({1} tries)",
          since,
          attempts);
      attempts = 0;
      told.ended();
    }
  }

  private void close(long nowNanos) {
    if (state == State.OPEN) {
      since = time.now();
    }
    state = State.CLOSED;
    attempts++;
    Duration pause = PAUSES.after(attempts);
    nextTryNanos = nowNanos + pause.toNanos();
    nextTry = time.now().plus(pause);
    if (!told.isToBeTold()) {
      return;
    }
    LOG.log(
        Level.WARNING,
        "the third party turns calls away ({0} tries), whoever they are for; all accounts wait, tried"
            + " again in {1} ms: {2}",
        attempts,
        pause.toMillis(),
        reason);
  }

  /**
   * In how many nanoseconds a call may be made that may not now; {@link Long#MAX_VALUE} if none.
   */
  long wakeInNanos(long nowNanos) {
    long in = nextTryNanos - nowNanos;
    return state == State.CLOSED && in > 0 ? in : Long.MAX_VALUE;
  }

  /** Why calls wait; null while they do not. */
  @Nullable Waiting waiting() {
    return state == State.OPEN ? null : new Waiting(reason, since, attempts, nextTry);
  }
}
