// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.domain.event.OnePassListener;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Says how far the cache is relied on: not at all, for writes, or for reads too. Tells the log when
 * that changes. Thread-safe.
 */
final class Trust {

  private static final Logger LOG = System.getLogger(GuardedCache.class.getName());
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  private enum Extent {
    /** It may have missed writes, and may not answer: not used. */
    NONE,
    /** It answers, but may know old balances: written, not read. */
    WRITE_ONLY,
    FULL
  }

  private final Timekeeper timekeeper;
  private final OnePassListener listener;
  private volatile Extent extent = Extent.NONE;
  private volatile long retryNanos;
  // Guarded by this.
  private long losses;

  Trust(Timekeeper timekeeper, OnePassListener listener) {
    this.timekeeper = timekeeper;
    this.listener = listener;
    this.retryNanos = timekeeper.nanoTime();
  }

  /** Whether the cache may be read. */
  boolean isFull() {
    return extent == Extent.FULL;
  }

  /** Whether a write is to be kept from the cache, which counts as lost then. */
  boolean keepsWriteOut() {
    return extent == Extent.NONE && countWriteKeptOut();
  }

  // Under the lock, so that whoever admits writes knows of all that were kept out before.
  private synchronized boolean countWriteKeptOut() {
    if (extent != Extent.NONE) {
      return false;
    }
    losses++;
    return true;
  }

  /**
   * Lets writes on to the cache.
   *
   * @return how many the cache has missed up to now, at the least
   */
  synchronized long admitWrites() {
    if (extent == Extent.NONE) {
      extent = Extent.WRITE_ONLY;
    }
    return losses;
  }

  /**
   * Lets reads on to the cache, unless it has missed writes since.
   *
   * @param lossesBefore those that no longer matter
   */
  synchronized void admitReads(long lossesBefore) {
    if (losses == lossesBefore && extent != Extent.FULL) {
      extent = Extent.FULL;
      LOG.log(Level.INFO, "the balance cache is in use");
      listener.cacheTrusted(true);
    }
  }

  /** The cache failed to take something. */
  synchronized void lose(RuntimeException failure) {
    losses++;
    retryNanos = timekeeper.nanoTime() + RETRY_PAUSE.toNanos();
    if (extent == Extent.FULL) {
      listener.cacheTrusted(false);
    }
    if (extent != Extent.NONE) {
      extent = Extent.NONE;
      // An outage needs no stack trace; anything else is a bug and does.
      Throwable cause = failure instanceof UnavailableException ? null : failure;
      LOG.log(Level.WARNING, "reading past the balance cache until it is back: " + failure, cause);
    }
  }

  /** Whether the pause since the last failure is over. */
  boolean isRetryDue() {
    return timekeeper.nanoTime() - retryNanos >= 0;
  }
}
