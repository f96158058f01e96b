// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

import java.util.PriorityQueue;
import java.util.Random;

/**
 * A service in virtual time, driven as fast as a limit allows: workers beside each other, a bounded
 * queue, faults by chance or by the hour. Enough to see how a limit behaves; the full models are in
 * the benchmarks.
 */
final class VirtualService {

  static final long MILLI = 1_000_000L;

  /** An answer on its way. */
  private record Arrival(long at, long sequence, long call, Answer answer, boolean worked) {}

  private final ConcurrencyLimit limit;
  private final Random random;
  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(
          (a, b) ->
              a.at() != b.at()
                  ? Long.compare(a.at(), b.at())
                  : Long.compare(a.sequence(), b.sequence()));
  private final long[] freeAt;
  private long sequence;

  int queue = Integer.MAX_VALUE;
  double faults;
  long serviceNanos = 20 * MILLI;
  long outageFrom = Long.MAX_VALUE;
  long outageUntil = Long.MAX_VALUE;
  long backloggedUntil = Long.MAX_VALUE;

  long now;
  int inFlight;
  int mostInFlight;
  int good;
  int refused;
  int sentInOutage;
  private int waiting;

  VirtualService(ConcurrencyLimit limit, int workers, long seed) {
    this.limit = limit;
    this.random = new Random(seed);
    this.freeAt = new long[workers];
  }

  /** Lets that much time pass, with a call always waiting to be sent. */
  void run(long nanos) {
    long end = now + nanos;
    while (true) {
      for (int free = limit.available(now); free > 0; free = limit.available(now)) {
        send();
      }
      long wake = limit.wakeNanos(now);
      long answer = arrivals.isEmpty() ? Long.MAX_VALUE : arrivals.peek().at();
      long next = Math.min(wake > now ? wake : now + 1, answer);
      if (next > end) {
        now = end;
        return;
      }
      now = Math.max(now, next);
      while (!arrivals.isEmpty() && arrivals.peek().at() <= now) {
        receive(arrivals.poll());
      }
    }
  }

  private void send() {
    long call = limit.started(now);
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    boolean away = now >= outageFrom && now < outageUntil;
    if (away) {
      sentInOutage++;
    }
    if (away || random.nextDouble() < faults) {
      answer(now + 2 * MILLI, call, Answer.FAILED, false);
      return;
    }
    int worker = 0;
    for (int i = 1; i < freeAt.length; i++) {
      worker = freeAt[i] < freeAt[worker] ? i : worker;
    }
    if (waiting - freeAt.length >= queue) {
      refused++;
      answer(now + 2 * MILLI, call, Answer.FAILED, false);
      return;
    }
    waiting++;
    double spread = Math.exp(0.5 * random.nextGaussian() - 0.125);
    freeAt[worker] = Math.max(freeAt[worker], now + MILLI) + (long) (serviceNanos * spread);
    answer(freeAt[worker] + MILLI, call, Answer.DEFINITE, true);
  }

  private void answer(long at, long call, Answer answer, boolean worked) {
    arrivals.add(new Arrival(at, sequence++, call, answer, worked));
  }

  private void receive(Arrival arrival) {
    inFlight--;
    if (arrival.worked()) {
      waiting--;
      good++;
    }
    limit.answered(arrival.call(), arrival.answer(), now < backloggedUntil, now);
  }
}
