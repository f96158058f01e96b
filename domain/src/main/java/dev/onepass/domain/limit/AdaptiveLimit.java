// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

import static java.util.Objects.requireNonNull;

import dev.onepass.domain.model.LimitBounds;

/**
 * Keeps a service just busy: a quarter more calls in flight than it can work on at once.
 *
 * <p>By Little's law, calls in flight = answers a second x time of a call. What a call costs when
 * nothing waits (the base) is learnt while the limit is small; from then on the answers that come
 * in a second say how many calls the service really carries, and {@link Knee} sets the limit by
 * that. Calls that say nothing about the load are kept out of it by {@link Permits}, and a service
 * that is away is left alone but for one call now and then ({@link Outage}).
 *
 * <p>Not thread-safe. Deterministic: no clock, no random numbers.
 */
public final class AdaptiveLimit implements ConcurrencyLimit {

  /** So many failures in a row, and no good answer for that many base times, are an outage. */
  private static final int OUTAGE_FAILURES = 10;

  private static final double OUTAGE_TRIPS = 1.5;
  private static final double LEAST_IDLE_NANOS = 10e6;
  private static final long LEAST_RETRY_NANOS = 10_000_000L;
  private static final long MOST_RETRY_NANOS = 400_000_000L;

  private final LimitBounds bounds;
  private final Permits permits = new Permits();
  private final Outage outage = new Outage();
  private final Knee knee;

  /** Mean time of the latest calls, under whatever load there is. */
  private double recentNanos;

  private long newestAnswered = Long.MIN_VALUE;
  private long lastAnswerNanos = Long.MIN_VALUE / 2;
  private long lastGoodNanos;
  private int failuresInARow;
  private long pausedUntilNanos = Long.MIN_VALUE;

  /** Starts knowing nothing of the service. */
  public AdaptiveLimit(LimitBounds bounds) {
    this.bounds = requireNonNull(bounds, "bounds");
    knee = new Knee(bounds, permits);
  }

  @Override
  public int limit() {
    return outage.isOn() ? 1 : knee.limit();
  }

  @Override
  public boolean isAway() {
    return outage.isOn();
  }

  @Override
  public int available(long nowNanos) {
    permits.advance(nowNanos);
    if (nowNanos < pausedUntilNanos) {
      return 0;
    }
    int wanted = knee.limit() - permits.used();
    if (outage.isOn()) {
      wanted = nowNanos >= outage.nextCallNanos() ? 1 : 0;
    }
    return Math.max(0, Math.min(wanted, bounds.max() - permits.inFlight()));
  }

  @Override
  public long wakeNanos(long nowNanos) {
    if (nowNanos < pausedUntilNanos) {
      return pausedUntilNanos;
    }
    if (permits.inFlight() >= bounds.max()) {
      return Long.MAX_VALUE;
    }
    if (outage.isOn()) {
      return outage.nextCallNanos();
    }
    return permits.nextReleaseNanos();
  }

  @Override
  public long started(long account, long nowNanos) {
    if (permits.inFlight() == 0) {
      if (nowNanos - lastAnswerNanos > Math.max(knee.baseNanos(), LEAST_IDLE_NANOS)) {
        knee.wake(nowNanos);
      }
      lastAnswerNanos = nowNanos;
    }
    if (outage.isOn()) {
      outage.called(nowNanos);
    }
    return permits.start(account, nowNanos);
  }

  @Override
  public void answered(long call, CallResult answer, boolean backlog, long nowNanos) {
    permits.advance(nowNanos);
    long start = permits.startOf(call);
    boolean definite = answer == CallResult.DEFINITE;
    boolean counts = permits.end(call, definite && nowNanos - start > patience());
    lastAnswerNanos = nowNanos;
    if (definite) {
      succeeded(start, counts, nowNanos);
    } else {
      failed(start, answer != CallResult.FAILED_AGAIN, nowNanos);
    }
    if (counts
        && answer != CallResult.FAILED_AGAIN
        && !outage.isOn()
        && nowNanos >= pausedUntilNanos) {
      knee.count(answer, backlog, permits.isFresh(call));
      if (hasGoneAway(nowNanos) || knee.judge(nowNanos)) {
        beginOutage(nowNanos);
      }
    }
  }

  private void succeeded(long start, boolean counts, long nowNanos) {
    failuresInARow = 0;
    lastGoodNanos = nowNanos;
    if (outage.isOn()) {
      outage.end();
      knee.resume(nowNanos);
    }
    if (counts) {
      double took = nowNanos - start;
      recentNanos += (took - recentNanos) / (recentNanos == 0 ? 1 : 16);
      newestAnswered = Math.max(newestAnswered, start);
    }
    permits.overtake(newestAnswered - patience());
  }

  private void failed(long start, boolean tellsOfService, long nowNanos) {
    failuresInARow += tellsOfService ? 1 : 0;
    outage.failed(start, nowNanos);
    long release = start + (long) Math.max(knee.baseNanos(), 1e6);
    if (tellsOfService && release > nowNanos) {
      permits.hold(release);
    }
  }

  /** Older calls than that were not overtaken by chance. */
  private long patience() {
    double base = knee.baseNanos() > 0 ? knee.baseNanos() : recentNanos;
    return (long) Math.max(5 * base, 3 * recentNanos);
  }

  private boolean hasGoneAway(long nowNanos) {
    return failuresInARow >= OUTAGE_FAILURES
        && nowNanos - lastGoodNanos > OUTAGE_TRIPS * knee.baseNanos();
  }

  private void beginOutage(long nowNanos) {
    outage.begin(nowNanos);
    knee.suspend();
  }

  @Override
  public void pauseUntil(long untilNanos) {
    if (untilNanos > Math.max(pausedUntilNanos, lastAnswerNanos)) {
      if (lastAnswerNanos >= pausedUntilNanos) {
        knee.throttled(lastAnswerNanos);
      }
      pausedUntilNanos = untilNanos;
    }
  }

  @Override
  public long retryNanos(int failures, long nowNanos) {
    // Calls into an outage are few anyway: the account need not wait on top of that.
    if (failures <= 1 || outage.isOn()) {
      return nowNanos;
    }
    return nowNanos + Math.min(MOST_RETRY_NANOS, LEAST_RETRY_NANOS << Math.min(failures - 2, 6));
  }
}
