// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.scheduler;

import dev.onepass.domain.sweep.account.SweptAccount;
import dev.onepass.domain.sweep.plan.PaymentRef;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Payments that failed and are to be asked for again, each when its pause is over. Those of
 * accounts that are not swept any more are forgotten as they come up. Not thread-safe.
 */
final class Retries {

  /** How pressing a payment is that failed. */
  enum Kind {
    /** It failed once or twice: its account waits for it, and will hardly wait long. */
    PROMPT,
    /** It keeps failing. */
    STUBBORN,
    /** It has kept failing for the fast phase's length. */
    SLOW
  }

  /**
   * @param failures how often in a row it has failed, this time included
   */
  record Retry(long atNanos, long order, SweptAccount account, PaymentRef ref, int failures) {
    static final Comparator<Retry> BY_TIME =
        Comparator.comparingLong(Retry::atNanos).thenComparingLong(Retry::order);
  }

  private final Map<Kind, PriorityQueue<Retry>> queues = new EnumMap<>(Kind.class);
  private long order;

  Retries() {
    for (Kind kind : Kind.values()) {
      queues.put(kind, new PriorityQueue<>(Retry.BY_TIME));
    }
  }

  void add(Kind kind, SweptAccount account, PaymentRef ref, int failures, long atNanos) {
    queue(kind).add(new Retry(atNanos, order++, account, ref, failures));
  }

  /** Takes the next of a kind that is due, or null. */
  @Nullable Retry poll(Kind kind, long nowNanos) {
    return isDue(kind, nowNanos) ? queue(kind).remove() : null;
  }

  boolean isDue(Kind kind, long nowNanos) {
    Retry first = first(kind);
    return first != null && first.atNanos <= nowNanos;
  }

  /** Has all that keep failing due at once, those of the slow phase before the others. */
  void hasten(long nowNanos) {
    for (Kind kind : List.of(Kind.SLOW, Kind.STUBBORN)) {
      List<Retry> waiting = List.copyOf(queue(kind));
      queue(kind).clear();
      waiting.forEach(
          retry -> add(Kind.STUBBORN, retry.account, retry.ref, retry.failures, nowNanos));
    }
  }

  /** When the next one will be due that is not yet; {@link Long#MAX_VALUE} if there is none. */
  long wakeNanos(long nowNanos) {
    long wake = Long.MAX_VALUE;
    for (Kind kind : Kind.values()) {
      Retry first = first(kind);
      if (first != null && first.atNanos > nowNanos) {
        wake = Math.min(wake, first.atNanos);
      }
    }
    return wake;
  }

  boolean isEmpty(Kind kind) {
    return first(kind) == null;
  }

  private @Nullable Retry first(Kind kind) {
    PriorityQueue<Retry> queue = queue(kind);
    while (!queue.isEmpty() && !queue.element().account.isSweeping()) {
      queue.remove();
    }
    return queue.peek();
  }

  private PriorityQueue<Retry> queue(Kind kind) {
    PriorityQueue<Retry> queue = queues.get(kind);
    if (queue == null) {
      throw new IllegalStateException("every kind has its queue");
    }
    return queue;
  }
}
