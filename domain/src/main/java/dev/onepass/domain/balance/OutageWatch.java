// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.ports.cache.CacheOutages.Seen;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets servers that share a cache tell each other when one of them has lost it. Whoever reads from
 * the cache has looked for reports within the last two seconds; whoever commits a change that the
 * cache cannot hear of has reported that before anyone is told of the change. So what is read is at
 * most two seconds older than what anyone was told: a lease on the cache (Gray and Cheriton, 1989),
 * without waiting for it to run out.
 *
 * <p>A look that the database does not answer within a second counts as one that saw nothing:
 * balances can then be read from the cache at least, and whoever could change them most likely has
 * no database either. Thread-safe.
 */
final class OutageWatch {

  /** After so long, somebody looks again while all read on. */
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  /** After so long, nobody reads before the next look. */
  private static final long STALE_NANOS = Duration.ofSeconds(2).toNanos();

  /** For how long a report is, and after which part of it the next one is due. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  private static final long REPEAT_NANOS = AHEAD.dividedBy(2).toNanos();

  /** What was seen, null if there was no answer; and since when it says something. */
  record Look(@Nullable Seen seen, long startNanos) {}

  private final CacheOutages outages;
  private final Timekeeper timekeeper;

  private volatile long lookNanos;
  private volatile long lookingNanos;
  private volatile boolean looking;
  // Guarded by this.
  private @Nullable Seen last;
  private boolean reportOwed;
  private boolean reported;
  private long reportNanos;

  OutageWatch(CacheOutages outages, Timekeeper timekeeper) {
    this.outages = outages;
    this.timekeeper = timekeeper;
    this.lookNanos = timekeeper.nanoTime() - STALE_NANOS;
  }

  /** Whether there is no need to look again yet. */
  boolean isFresh() {
    return timekeeper.nanoTime() - lookNanos < FRESH_NANOS;
  }

  /** Whether what was seen last can be relied on, or nothing better is to be had. */
  boolean isUsable() {
    long now = timekeeper.nanoTime();
    return now - lookNanos < STALE_NANOS || (looking && now - lookingNanos >= FRESH_NANOS);
  }

  /** Looks; may block. By one thread at a time. */
  Look look() {
    lookingNanos = timekeeper.nanoTime();
    looking = true;
    try {
      return new Look(outages.look(), lookingNanos);
    } catch (UnavailableException e) {
      return new Look(null, timekeeper.nanoTime());
    } finally {
      looking = false;
    }
  }

  /**
   * Whether balances may have been changed unheard since the last look that was {@link #accept
   * accepted}: one that saw a report as current cannot tell of changes that came after it.
   */
  synchronized boolean tellsOfChanges(Look look) {
    return look.seen() != null
        && (last == null || last.current() || look.seen().reports() != last.reports());
  }

  /** How many reports the cache has been made to forget for, as far as is known here. */
  synchronized long reports() {
    return last == null ? 0 : last.reports();
  }

  /** Has nothing to do with changes up to that look any more, as the cache has forgotten them. */
  synchronized void accept(Look look) {
    if (look.seen() != null) {
      last = look.seen();
    }
    if (look.startNanos() - lookNanos > 0) {
      lookNanos = look.startNanos();
    }
  }

  /**
   * To be called after a commit, before anyone is told of it.
   *
   * @param heard whether the cache heard of it
   * @throws UnavailableException if that should be reported and cannot be; it is made up for at the
   *     next call
   */
  synchronized void committed(boolean heard) {
    reportOwed |= !heard;
    long now = timekeeper.nanoTime();
    if (reportOwed && (!reported || now - reportNanos >= REPEAT_NANOS)) {
      outages.report(AHEAD);
      reported = true;
      reportNanos = now;
    }
    reportOwed = false;
  }
}
