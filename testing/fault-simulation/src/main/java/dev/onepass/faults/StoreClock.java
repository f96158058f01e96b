// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;

/**
 * The clock by which a database or a lease store lets leases end. When it leaps, they end before
 * their holders think. In all it leaps no further than {@link #LEAPS_MAX}: what is said to be done
 * after a longer time is not done before it.
 */
final class StoreClock implements Timekeeper {

  static final Duration LEAPS_MAX = Duration.ofMinutes(10);

  private final Agenda agenda;
  private long leaptNanos;

  StoreClock(Agenda agenda) {
    this.agenda = agenda;
  }

  void leap(long nanos) {
    leaptNanos = Math.min(LEAPS_MAX.toNanos(), leaptNanos + nanos);
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanoTime());
  }

  @Override
  public long nanoTime() {
    return agenda.nowNanos() + leaptNanos;
  }

  @Override
  public Runnable after(Duration delay, Runnable task) {
    throw new UnsupportedOperationException("a store plans nothing");
  }
}
