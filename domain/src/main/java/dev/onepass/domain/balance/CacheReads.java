// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Remembers whether reads of the cache were answered, so that not every reader waits for one that
 * is silent; tells the log of the first failure and of the return. Thread-safe.
 */
final class CacheReads {

  private static final Logger LOG = System.getLogger(CacheReads.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Timekeeper timekeeper;
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile long againNanos;

  CacheReads(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
  }

  /** Whether a read failed a moment ago. */
  boolean pause() {
    return failing.get() && timekeeper.nanoTime() - againNanos < 0;
  }

  void answered() {
    if (failing.get() && failing.compareAndSet(true, false)) {
      LOG.log(Level.INFO, "the balance cache is read again");
    }
  }

  void failed(Throwable failure) {
    againNanos = timekeeper.nanoTime() + PAUSE.toNanos();
    if (failing.compareAndSet(false, true)) {
      // An outage needs no stack trace; anything else is a bug and does.
      Throwable cause = failure instanceof UnavailableException ? null : failure;
      LOG.log(Level.WARNING, "reading past the balance cache for now: " + failure, cause);
    }
  }
}
