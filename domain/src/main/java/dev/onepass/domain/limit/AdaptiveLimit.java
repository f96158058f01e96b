// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/**
 * The limit that keeps a service just busy: a quarter more calls in flight than it can work on.
 *
 * <p>By Little's law, calls in flight = answers a second x time of a call. The rule measures,
 * window by window, how many answers came and how long a permit was used for each, and compares
 * that with the time that a call takes when nothing waits. Not thread-safe.
 */
public final class AdaptiveLimit implements ConcurrencyLimit {

  private enum Phase {
    START,
    CRUISE,
    PROBE,
    OUTAGE
  }

  private static final double FIRST_LIMIT = 6;
  private static final double START_GROWTH = 2.5;
  private static final double FULL_GAIN = 1.25;
  private static final double CONGESTED = 1.6;
  private static final double LOADED = 1.3;
  private static final double PROBE_DEPTH = 0.7;
  private static final long PROBE_INTERVAL_NANOS = 5_000_000_000L;
  private static final long PACE_NANOS = 50_000_000L;

  private final LimitBounds bounds;
  private final Permits permits = new Permits();
  private final Window window = new Window();

  private Phase phase = Phase.START;
  private double limit;
  private double gain = FULL_GAIN;

  /** Mean time of a call that waits for no other; 0 while unknown. And how much it rests on. */
  private double baseNanos;

  private double baseWeight;
  private double spontaneous;
  private double throughput;

  private double recentNanos;
  private long newestAnswered = Long.MIN_VALUE;
  private long lastAnswerNanos;
  private long lastGoodNanos;
  private int failuresInARow;

  private double limitBeforeProbe;
  private double failuresBeforeProbe;
  private long lastProbeNanos;

  private double healthyLimit;
  private long outageSince;
  private long nextPaceNanos;
  private long pausedUntil = Long.MIN_VALUE;

  /** Starts knowing nothing. */
  public AdaptiveLimit(LimitBounds bounds) {
    this.bounds = bounds;
    limit = bounds.clamp(FIRST_LIMIT);
    healthyLimit = limit;
  }

  /** Starts from what an earlier batch learnt of the same service. */
  public AdaptiveLimit(LimitBounds bounds, Learnt learnt) {
    this(bounds);
    limit = bounds.clamp(learnt.limit());
    healthyLimit = limit;
    baseNanos = learnt.roundTripNanos();
    baseWeight = 100;
    spontaneous = learnt.failureRate();
    phase = Phase.CRUISE;
  }

  /** What was found out so far; the limit given for a service never heard of is small. */
  public Learnt learnt() {
    double known = baseNanos > 0 ? baseNanos : 100e6;
    return new Learnt(
        Math.max(1, phase == Phase.OUTAGE ? healthyLimit : limit), known, spontaneous);
  }

  @Override
  public int limit() {
    return phase == Phase.OUTAGE ? 1 : (int) limit;
  }

  @Override
  public int available(long nowNanos) {
    permits.advance(nowNanos);
    noticeSilence(nowNanos);
    int room = bounds.max() - permits.inFlight();
    if (nowNanos < pausedUntil) {
      return 0;
    }
    if (phase == Phase.OUTAGE) {
      return nowNanos >= nextPaceNanos ? Math.min(1, room) : 0;
    }
    return Math.max(0, Math.min((int) limit - permits.used(), room));
  }

  @Override
  public long wakeNanos(long nowNanos) {
    if (nowNanos < pausedUntil) {
      return pausedUntil;
    }
    if (phase == Phase.OUTAGE) {
      return nextPaceNanos;
    }
    return Math.min(permits.nextReleaseNanos(), silenceNanos());
  }

  @Override
  public long started(long nowNanos) {
    if (permits.inFlight() == 0) {
      lastAnswerNanos = nowNanos;
    }
    if (phase == Phase.OUTAGE) {
      nextPaceNanos = nowNanos + PACE_NANOS;
    }
    long call = permits.start(nowNanos);
    if (!window.isOpen() && baseNanos == 0) {
      window.open(nowNanos, permits.area(), limit);
    }
    return call;
  }

  @Override
  public void answered(long call, Answer answer, boolean backlog, long nowNanos) {
    permits.advance(nowNanos);
    long start = permits.startOf(call);
    boolean counts = permits.end(call);
    lastAnswerNanos = nowNanos;
    if (answer == Answer.DEFINITE) {
      failuresInARow = 0;
      lastGoodNanos = nowNanos;
      definite(start, counts, nowNanos);
    } else {
      failuresInARow++;
      long release = start + (long) Math.max(baseNanos, 1_000_000);
      if (release > nowNanos) {
        permits.hold(release);
      }
    }
    if (counts && phase != Phase.OUTAGE) {
      window.count(answer, backlog, start);
      judge(nowNanos);
    }
  }

  @Override
  public void pauseUntil(long untilNanos) {
    pausedUntil = Math.max(pausedUntil, untilNanos);
  }

  @Override
  public long retryNanos(int failures, long nowNanos) {
    // In an outage the pace of the calls is limited anyway: the account need not wait on top.
    if (failures <= 1 || phase == Phase.OUTAGE) {
      return nowNanos;
    }
    return nowNanos + Math.min(400_000_000L, 10_000_000L << Math.min(failures - 2, 6));
  }

  private void definite(long start, boolean counts, long nowNanos) {
    if (phase == Phase.OUTAGE) {
      recover(start, nowNanos);
    }
    if (counts) {
      double took = nowNanos - start;
      recentNanos += (took - recentNanos) / (recentNanos == 0 ? 1 : 16);
      newestAnswered = Math.max(newestAnswered, start);
    }
    if (baseNanos > 0) {
      double patience = Math.max(5 * baseNanos, 3 * recentNanos);
      permits.overtake(newestAnswered - (long) patience);
    }
  }

  /** Closes the window if it tells enough, and draws the conclusion. */
  private void judge(long nowNanos) {
    if (!window.isOpen()) {
      if (permits.used() <= limit) {
        window.open(nowNanos, permits.area(), 0);
      }
      return;
    }
    if (failuresInARow >= 10 && nowNanos - lastGoodNanos > 4 * baseNanos) {
      fallSilent(nowNanos);
      return;
    }
    double elapsed = window.elapsed(nowNanos);
    int n = window.good + window.bad();
    if (baseNanos == 0) {
      if (n >= 2 * limit) {
        closeFirst(nowNanos);
      }
      return;
    }
    double expected = window.area(permits.area()) / baseNanos;
    boolean full = elapsed >= 1.25 * baseNanos && n >= Math.max(16, limit);
    boolean late = elapsed >= 2.5 * baseNanos && expected >= 16;
    boolean alarm = window.bad() >= 5 && elapsed >= 0.5 * baseNanos && excess();
    if (full || late || alarm) {
      close(nowNanos);
    }
  }

  private void closeFirst(long nowNanos) {
    if (window.good == 0) {
      fallSilent(nowNanos);
      return;
    }
    pool();
    setLimit(limit * START_GROWTH, nowNanos);
  }

  private void pool() {
    double n = window.answers();
    double weight = Math.min(baseWeight, 400);
    double time = window.area(permits.area());
    baseNanos = (baseNanos * weight + time) / (weight + n);
    spontaneous = (spontaneous * weight + window.failed) / (weight + n);
    baseWeight = weight + n;
  }

  private void close(long nowNanos) {
    double time = window.area(permits.area());
    double goodTime = time / Math.max(0.5, window.good + window.missing);
    double anyTime = time / Math.max(0.5, window.answers());
    double rate = (window.good + window.missing) / window.elapsed(nowNanos);
    boolean saturated = window.saturated();
    double stretch = goodTime * (1 - spontaneous) / baseNanos;
    switch (phase) {
      case START -> {
        if (stretch > CONGESTED) {
          throughput = Math.max(throughput, rate);
          phase = Phase.CRUISE;
          lastProbeNanos = nowNanos;
          setLimit(Math.max(limit / 2, Math.min(limit, target())), nowNanos);
          return;
        }
        if (stretch < 1.25) {
          pool();
        }
        throughput = rate;
        healthyLimit = limit;
        setLimit(saturated ? limit * START_GROWTH : limit, nowNanos);
      }
      case CRUISE -> cruise(nowNanos, anyTime, rate, saturated, stretch);
      case PROBE -> {
        double f = window.failed / (double) (window.good + window.bad());
        double loadSays = Math.max(0, 1 - (1 - failuresBeforeProbe) / PROBE_DEPTH);
        if (anyTime < LOADED * baseNanos) {
          baseWeight = Math.min(baseWeight, 60);
          pool();
        }
        boolean load = Math.abs(f - loadSays) < Math.abs(f - failuresBeforeProbe);
        if (failuresBeforeProbe > 0 && !load) {
          spontaneous = (f + failuresBeforeProbe) / 2;
        }
        phase = Phase.CRUISE;
        lastProbeNanos = nowNanos;
        if (load) {
          gain = Math.max(1, gain - 0.1);
        }
        setLimit(load ? target() : limitBeforeProbe, nowNanos);
      }
      case OUTAGE -> {}
    }
  }

  private void cruise(
      long nowNanos, double anyTime, double rate, boolean saturated, double stretch) {
    if (excess()) {
      if (window.throttled * 2 > window.bad() || anyTime > LOADED * baseNanos || limit < 4) {
        gain = Math.max(1, gain - 0.1);
        throughput = rate;
        setLimit(Math.min(limit, rate * baseNanos / (1 - spontaneous) + 1), nowNanos);
      } else {
        probe(nowNanos, window.bad() / (double) (window.good + window.bad()));
      }
      return;
    }
    if (!saturated && stretch < CONGESTED) {
      setLimit(limit, nowNanos);
      return;
    }
    double weight = Math.max(0.25, Math.min(1, (window.good + window.bad()) / 100.0));
    throughput =
        throughput == 0 || rate < 0.6 * throughput
            ? rate
            : throughput + weight * (rate - throughput);
    gain = Math.min(FULL_GAIN, gain + 0.01);
    if (nowNanos - lastProbeNanos > PROBE_INTERVAL_NANOS && limit >= 4) {
      probe(nowNanos, 0);
      return;
    }
    double next = bounds.clamp(target());
    healthyLimit = Math.max(next, 1);
    if (next < limit / 2) {
      phase = Phase.START;
      throughput = 0;
    }
    setLimit(next, nowNanos);
  }

  private void probe(long nowNanos, double failures) {
    limitBeforeProbe = limit;
    failuresBeforeProbe = failures;
    phase = Phase.PROBE;
    setLimit(limit * PROBE_DEPTH, nowNanos);
  }

  private double target() {
    return gain * throughput * baseNanos / (1 - spontaneous) + 1;
  }

  private boolean excess() {
    int n = window.good + window.bad();
    double usual = n * spontaneous;
    return window.bad() > usual + 2.5 * Math.sqrt(n * Math.max(spontaneous, 0.01)) + 1;
  }

  private void setLimit(double wanted, long nowNanos) {
    double next = bounds.clamp(wanted);
    double added = Math.max(0, next - limit);
    limit = next;
    window.close(nowNanos);
    if (permits.used() <= limit) {
      window.open(nowNanos, permits.area(), added);
    }
  }

  private long silenceNanos() {
    if (baseNanos == 0 || permits.used() < Math.max(2, limit / 2)) {
      return Long.MAX_VALUE;
    }
    double patience = Math.max(Math.max(8 * baseNanos, 250e6), 4 * recentNanos);
    return lastAnswerNanos + (long) patience;
  }

  private void noticeSilence(long nowNanos) {
    if (phase != Phase.OUTAGE && nowNanos >= silenceNanos()) {
      fallSilent(nowNanos);
    }
  }

  private void fallSilent(long nowNanos) {
    if (phase == Phase.PROBE) {
      limit = limitBeforeProbe;
    }
    phase = Phase.OUTAGE;
    outageSince = nowNanos;
    nextPaceNanos = nowNanos + PACE_NANOS;
    window.close(nowNanos);
  }

  private void recover(long start, long nowNanos) {
    boolean wasAway = start >= outageSince && recentNanos < 2.5 * baseNanos;
    if (baseNanos == 0) {
      phase = Phase.START;
      setLimit(FIRST_LIMIT, nowNanos);
    } else if (wasAway) {
      phase = Phase.CRUISE;
      setLimit(0.8 * healthyLimit, nowNanos);
    } else {
      phase = Phase.START;
      throughput = 0;
      setLimit(Math.max(2, 0.1 * healthyLimit), nowNanos);
    }
  }
}
