// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

import dev.onepass.domain.model.LimitBounds;

/**
 * Finds the knee: the number of calls above which a service gives no more answers, only later ones.
 *
 * <p>START multiplies the limit, window by window, until answers get slower by more than {@value
 * #CONGESTED} or are refused. CRUISE then sets it to goodput x base x gain: below the knee that is
 * more than now, since goodput still grows with the limit; above it goodput is flat, so the limit
 * comes to stand a quarter above the knee, which costs a little waiting and keeps every worker
 * busy. Failures beyond the usual rate cut the limit to the knee and take the quarter away for a
 * while, if they come with waiting or say that they are refusals; otherwise PROBE tries a lower
 * limit and sees whether they become fewer. PROBE also asks, after a deep cut and every five
 * seconds, whether calls are slow because of each other or by themselves.
 */
final class Knee {

  private enum Phase {
    START,
    CRUISE,
    PROBE
  }

  private static final double FIRST_LIMIT = 8;
  private static final double FIRST_WINDOW = 1.25;
  private static final double LEAST_WINDOW = 10;
  private static final double LEISURELY_WINDOW = 5;
  private static final double FULL_GAIN = 1.25;
  private static final double CONGESTED = 1.6;
  private static final double LOADED = 1.3;
  private static final double CUT = 0.7;
  private static final long PROBE_NANOS = 5_000_000_000L;

  private final LimitBounds bounds;
  private final Permits permits;
  private final Window window;
  private final Baseline base = new Baseline();
  private final Ceiling ceiling = new Ceiling();

  private Phase phase = Phase.START;
  private double limit;

  /** The limit of the latest window in which all was well. */
  private double carried;

  private double gain = FULL_GAIN;

  /** The highest limit since the last probe. */
  private double peak;

  /** Definite answers a nanosecond, smoothed. */
  private double goodput;

  private long lastProbeNanos;
  private Before before = new Before(0, 0, 0, 0);

  Knee(LimitBounds bounds, Permits permits) {
    this.bounds = bounds;
    this.permits = permits;
    window = new Window(permits);
    limit = bounds.clamp(FIRST_LIMIT);
    carried = limit;
  }

  int limit() {
    return (int) limit;
  }

  /** Time of a call that waits for no other; 0 while unknown. */
  double baseNanos() {
    return base.nanos();
  }

  /** The first call after a while without any: that time belongs to no window. */
  void wake(long nowNanos) {
    window.open(nowNanos);
  }

  /**
   * @param isFresh whether the call was started since the window was opened
   */
  void count(CallResult answer, boolean backlog, boolean isFresh) {
    window.count(answer, backlog, isFresh);
  }

  /** An outage begins: what the window has seen is void. */
  void suspend() {
    if (phase == Phase.PROBE) {
      limit = before.limit();
      phase = Phase.CRUISE;
    }
    window.close();
  }

  /** The service asks for a pause: the limit has been too high, and is to come near that slowly. */
  void throttled(long nowNanos) {
    ceiling.set(limit * (phase == Phase.START ? 0.5 : 0.8), nowNanos);
    phase = base.isKnown() ? Phase.CRUISE : Phase.START;
    setLimit(limit, nowNanos);
    window.close();
  }

  /** The outage is over: the service is likely to carry what it did before. */
  void resume(long nowNanos) {
    phase = base.isKnown() ? Phase.CRUISE : Phase.START;
    setLimit(0.8 * carried, nowNanos);
  }

  /**
   * Closes the window if it tells enough, and draws the conclusion.
   *
   * @return whether the service seems to be away
   */
  boolean judge(long nowNanos) {
    if (!window.isOpen()) {
      openIfDrained(nowNanos);
      return false;
    }
    Reading reading = window.read(nowNanos, base);
    if (!base.isKnown()) {
      double wanted = limit * (window.saturated() ? FIRST_WINDOW : LEISURELY_WINDOW);
      return window.size() >= Math.max(LEAST_WINDOW, wanted) && closeFirst(nowNanos);
    }
    return isTelling(reading) && close(reading, nowNanos);
  }

  private boolean closeFirst(long nowNanos) {
    if (window.good() == 0) {
      return true;
    }
    base.pool(window);
    setLimit(limit * growth(), nowNanos);
    return false;
  }

  private boolean isTelling(Reading r) {
    double trips = r.elapsed() / base.nanos();
    int answers = phase == Phase.PROBE ? window.fresh() : window.size();
    boolean full = trips >= 1.25 && answers >= enough();
    // That answers do not come is news as well.
    boolean patient = phase != Phase.PROBE || window.good() >= Baseline.LEAST_ANSWERS;
    boolean late =
        patient && trips >= 2.5 && r.stretch() > CONGESTED && r.area() >= 16 * base.nanos();
    // Failures may come first, and alone: what counts is how many of the calls under way they are.
    boolean alarm =
        phase != Phase.PROBE
            && trips >= 0.5
            && window.bad() >= Math.max(6, Window.MOSTLY_BAD * permits.used())
            && window.isRefused(base);
    return full || late || alarm;
  }

  private double enough() {
    double least = phase == Phase.PROBE ? 24 : 12;
    return Math.max(Math.min(least, 4 * limit), limit);
  }

  private boolean close(Reading r, long nowNanos) {
    if (window.bad() >= 10 && window.good() <= 0.02 * window.bad()) {
      return true;
    }
    switch (phase) {
      case START -> start(r, nowNanos);
      case CRUISE -> cruise(r, nowNanos);
      case PROBE -> probed(r, nowNanos);
    }
    return false;
  }

  private void start(Reading r, long nowNanos) {
    boolean refused = window.isRefused(base);
    if (refused || (r.stretch() > CONGESTED * base.doubt() && isLoaded(r))) {
      goodput = refused ? goodput : Math.max(goodput, r.rate());
      phase = Phase.CRUISE;
      setLimit(Math.max(limit / 3, Math.min(limit, target())), nowNanos);
      return;
    }
    if (r.stretch() < FULL_GAIN * base.doubt() && window.saturated()) {
      base.pool(window);
    }
    goodput = r.rate();
    carried = limit;
    if (limit >= bounds.max()) {
      phase = Phase.CRUISE;
    }
    setLimit(window.saturated() ? limit * growth() : limit, nowNanos);
  }

  private double growth() {
    return limit < 40 ? 2.5 : 2;
  }

  private void cruise(Reading r, long nowNanos) {
    if (window.hasExcess(base)) {
      if (window.isRefused(base) || r.anyTime() > LOADED * base.nanos() || probeLimit() > limit) {
        backOff(r, nowNanos);
      } else {
        double failures = window.badShare();
        probe(new Before(failures, Double.MAX_VALUE, limit, limit), probeLimit(), nowNanos);
      }
      return;
    }
    if (!window.saturated() && !(r.stretch() > CONGESTED && isLoaded(r))) {
      setLimit(limit, nowNanos);
      return;
    }
    double weight = Math.max(0.25, Math.min(1, window.size() / 100.0));
    goodput += (r.rate() - goodput) * (goodput == 0 ? 1 : weight);
    gain = Math.min(FULL_GAIN, gain + 0.02);
    base.atMost(window);
    double next = Math.max(target(), limit / 4);
    peak = Math.max(peak, limit);
    boolean due = nowNanos - lastProbeNanos > PROBE_NANOS;
    if (due || (next < CUT * peak && probeLimit() < limit)) {
      // Was it right to cut? If calls take as long as before, they were not in each other's way.
      Before now = new Before(0, r.stretch() * base.nanos(), next, limit);
      probe(now, due ? probeLimit() : Math.min(next, probeLimit()), nowNanos);
      return;
    }
    carried = bounds.clamp(next);
    setLimit(next, nowNanos);
  }

  private void backOff(Reading r, long nowNanos) {
    gain = Math.max(1, gain - 0.1);
    goodput = r.rate();
    double knee = goodput * base.nanos() / (1 - base.failures()) + 1;
    setLimit(Math.max(limit / 4, Math.min(limit, knee)), nowNanos);
  }

  private double target() {
    return gain * goodput * base.nanos() / (1 - base.failures()) + 1;
  }

  private boolean isLoaded(Reading r) {
    return window.saturated() || r.area() >= r.elapsed() * limit / 2;
  }

  /**
   * Far enough to tell an effect from chance: the fewer the answers, the further; if need be up.
   */
  private double probeLimit() {
    double depth = Math.max(0.5, Math.min(0.8, 1 - 2 / Math.sqrt(limit)));
    return limit * depth >= Math.max(2, bounds.min())
        ? limit * depth
        : Math.max(limit + 1, limit / 0.7);
  }

  private void probe(Before now, double lower, long nowNanos) {
    before = now;
    phase = Phase.PROBE;
    setLimit(lower, nowNanos);
  }

  private void probed(Reading r, long nowNanos) {
    phase = Phase.CRUISE;
    lastProbeNanos = nowNanos;
    if (before.failures() > 0) {
      probedForFailures(r, nowNanos);
    } else {
      boolean wasSlowByItself =
          !window.hasExcess(base)
              && base.compare(window.readFresh(nowNanos, base), before.nanos(), window);
      setLimit(wasSlowByItself ? before.ifSlower() : before.limit(), nowNanos);
    }
    peak = limit;
  }

  private void probedForFailures(Reading r, long nowNanos) {
    double failures = window.badShare();
    double ifByLoad = Math.max(0, 1 - (1 - before.failures()) * before.limit() / limit);
    boolean nearer = Math.abs(failures - ifByLoad) < Math.abs(failures - before.failures());
    if (nearer || failures > Window.MOSTLY_BAD) {
      gain = Math.max(1, gain - 0.1);
      goodput = r.rate();
      base.setFailures(Math.min(base.failures(), failures));
      setLimit(Math.min(target(), before.limit()), nowNanos);
    } else {
      base.setFailures((failures + before.failures()) / 2);
      setLimit(before.limit(), nowNanos);
    }
  }

  private void setLimit(double wanted, long nowNanos) {
    limit = bounds.clamp(Math.min(wanted, ceiling.at(nowNanos)));
    window.close();
    openIfDrained(nowNanos);
  }

  /** A lower limit shows only when the calls above it are done. */
  private void openIfDrained(long nowNanos) {
    if (permits.used() <= limit) {
      window.open(nowNanos);
    }
  }
}
