// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A service in virtual time, driven as fast as a limit allows: workers beside each other, a bounded
 * queue, faults by chance or by the hour. Enough to see how a limit behaves; the full models are in
 * the benchmarks.
 */
final class VirtualService {

  static final long MILLI = 1_000_000L;
  static final long SECOND = 1_000 * MILLI;
  private static final long NETWORK = 2 * MILLI;

  private record Arrival(long at, long sequence, long call, CallResult answer, boolean worked) {
    static final Comparator<Arrival> BY_TIME =
        Comparator.comparingLong(Arrival::at).thenComparingLong(Arrival::sequence);
  }

  private final ConcurrencyLimit limit;
  private final Random random;
  private final PriorityQueue<Arrival> arrivals = new PriorityQueue<>(Arrival.BY_TIME);
  private final long[] freeAt;
  private long sequence;
  private int present;

  int queue = Integer.MAX_VALUE;
  double faults;
  long serviceNanos = 20 * MILLI;
  boolean away;

  /** Calls let in a second, a tenth of a second's at once; the others are told to wait a second. */
  double rate;

  private double tokens;
  private long tokensAt;

  /** One account in so many answers only after two seconds, and uses no worker for it. */
  int slowOneIn;

  long now;
  int inFlight;
  int mostInFlight;
  int sent;
  int good;
  int refused;

  VirtualService(ConcurrencyLimit limit, int workers, long seed) {
    this.limit = limit;
    this.random = new Random(seed);
    this.freeAt = new long[workers];
  }

  /** Lets that much time pass, with a call always waiting to be sent; gives the good answers. */
  int run(long nanos) {
    int before = good;
    long end = now + nanos;
    while (now < end) {
      while (limit.available(now) > 0) {
        send();
      }
      long answer = arrivals.isEmpty() ? Long.MAX_VALUE : arrivals.peek().at();
      now = Math.min(end, Math.min(answer, Math.max(now + 1, limit.wakeNanos(now))));
      hear(true);
    }
    return good - before;
  }

  /** Lets that much time pass without anything to send. */
  void idle(long nanos) {
    long end = now + nanos;
    while (!arrivals.isEmpty() && arrivals.peek().at() <= end) {
      now = arrivals.peek().at();
      hear(false);
    }
    now = end;
  }

  private void hear(boolean backlog) {
    while (!arrivals.isEmpty() && arrivals.peek().at() <= now) {
      Arrival arrival = arrivals.remove();
      inFlight--;
      present -= arrival.worked() ? 1 : 0;
      good += arrival.answer() == CallResult.DEFINITE ? 1 : 0;
      limit.answered(arrival.call(), arrival.answer(), backlog, now);
      if (arrival.answer() == CallResult.THROTTLED) {
        limit.pauseUntil(now + SECOND);
      }
    }
  }

  private void send() {
    int account = slowOneIn > 0 ? sent % (2 * slowOneIn) : sent;
    long call = limit.started(account, now);
    sent++;
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    if (away || random.nextDouble() < faults) {
      answer(now + NETWORK, call, CallResult.FAILED, false);
    } else if (rate > 0 && !takesToken()) {
      refused++;
      answer(now + NETWORK, call, CallResult.THROTTLED, false);
    } else if (slowOneIn > 0 && account % slowOneIn == 0) {
      answer(now + 2 * SECOND, call, CallResult.DEFINITE, false);
    } else if (present - freeAt.length >= queue) {
      refused++;
      answer(now + NETWORK, call, CallResult.FAILED, false);
    } else {
      work(call);
    }
  }

  private boolean takesToken() {
    tokens = Math.min(rate / 10, tokens + rate * (now - tokensAt) / SECOND);
    tokensAt = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  private void work(long call) {
    int worker = 0;
    for (int i = 1; i < freeAt.length; i++) {
      worker = freeAt[i] < freeAt[worker] ? i : worker;
    }
    present++;
    double spread = StrictMath.exp(0.5 * random.nextGaussian() - 0.125);
    freeAt[worker] = Math.max(freeAt[worker], now) + (long) (serviceNanos * spread);
    answer(freeAt[worker] + NETWORK, call, CallResult.DEFINITE, true);
  }

  private void answer(long at, long call, CallResult answer, boolean worked) {
    arrivals.add(new Arrival(at, sequence++, call, answer, worked));
  }
}
