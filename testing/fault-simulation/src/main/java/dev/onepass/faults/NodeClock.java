// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;

/** The clock of one process: its own idea of the date, and the world's of how time passes. */
final class NodeClock implements Timekeeper {

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private final Agenda agenda;
  private final NodeProcess process;
  private final long sinceNanos;

  /**
   * @param sinceNanos what it counts nanoseconds from; may be negative
   */
  NodeClock(Agenda agenda, NodeProcess process, long sinceNanos) {
    this.agenda = agenda;
    this.process = process;
    this.sinceNanos = sinceNanos;
  }

  @Override
  public Instant now() {
    return BEGINNING.plusNanos(agenda.nowNanos() + process.wallOffsetNanos());
  }

  @Override
  public long nanoTime() {
    return sinceNanos + agenda.nowNanos();
  }

  @Override
  public Runnable after(Duration delay, Runnable task) {
    return agenda.add(delay.toNanos(), process, "timer", task)::cancel;
  }
}
