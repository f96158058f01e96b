// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/**
 * Decides how many calls may be in flight, and when a failed one may be repeated. The caller's
 * loop:
 *
 * <ol>
 *   <li>hand every answer that came to {@link #answered};
 *   <li>while {@link #available} is positive and a call waits, send it and call {@link #started};
 *   <li>sleep until an answer comes, {@link #wakeNanos} is reached, or a retry is due.
 * </ol>
 *
 * Times are nanoseconds on any monotonic clock of the caller, never going back. Not thread-safe:
 * one thread, or one lock, drives it. Throws only on misuse.
 */
public interface ConcurrencyLimit {

  /** How many further calls may start now; never negative. */
  int available(long nowNanos);

  /**
   * The next moment at which {@link #available} may grow although no answer came: a held permit is
   * returned, an outage is probed, a pause ends. {@link Long#MAX_VALUE} if only an answer can help.
   */
  long wakeNanos(long nowNanos);

  /**
   * A call is sent.
   *
   * @param account whose call it is, by any number: one account may be slow, and not the service
   * @return the number to name the call by in {@link #answered}
   */
  long started(long account, long nowNanos);

  /**
   * A call has ended, each exactly once.
   *
   * @param call what {@link #started} returned
   * @param backlog whether another call was waiting for a permit: without one, a quiet service says
   *     nothing about what it could carry
   */
  void answered(long call, CallResult answer, boolean backlog, long nowNanos);

  /** The service asked for quiet ({@code Retry-After}): no call starts before that moment. */
  void pauseUntil(long untilNanos);

  /**
   * When a call that was not answered definitely may be sent again; a permit is needed then too.
   *
   * @param failures how often in a row it has failed, at least 1
   */
  long retryNanos(int failures, long nowNanos);

  /** Whether the service seems to be away: nothing is sent but a call now and then. */
  boolean isAway();

  /** The present number of permits, for display. */
  int limit();
}
