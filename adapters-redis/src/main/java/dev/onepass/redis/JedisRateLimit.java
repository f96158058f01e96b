// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.rate.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One limit for all who share a Redis: the log of a sliding window (P. Hayes, "Better Rate Limiting
 * With Redis Sorted Sets", 2015), here as a list, since those who are turned away leave no entry
 * and times only rise. It is exact, where the counters of two neighbouring windows only estimate,
 * and takes an entry of some ten bytes for each request that a window may have, for as long as the
 * caller goes on. The key is gone a window after the last request.
 *
 * <p>The clock is that of Redis, which all nodes share: theirs differ by more than a short window
 * forgives. Should it be set back, or a replica be behind its primary, the caller's count begins
 * anew.
 *
 * <p>Who is turned away is told how long for, and not asked about again before that has passed: so
 * a flood costs Redis little more than the requests that are admitted. Thread-safe.
 */
final class JedisRateLimit implements RateLimit {

  private static final LuaScript ADMIT = LuaScript.named("rate-admit");
  private static final long SWEEP_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final GuardedRedis redis;
  private final Keyspace keys;
  private final List<String> arguments;
  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<String, Long> closedUntilNanos = new ConcurrentHashMap<>();
  private final AtomicLong sweptNanos;

  /**
   * @param requests how many of a caller are admitted within a window
   * @param nanoTime measures how long a caller who was turned away is not asked about
   */
  JedisRateLimit(
      GuardedRedis redis, Keyspace keys, int requests, Duration window, LongSupplier nanoTime) {
    long windowMicros = TimeUnit.NANOSECONDS.toMicros(window.toNanos());
    if (requests < 1 || windowMicros < 1) {
      throw new IllegalArgumentException(requests + " requests in " + window + " are no limit");
    }
    this.redis = redis;
    this.keys = keys;
    this.arguments = List.of(Integer.toString(requests), Long.toString(windowMicros));
    this.nanoTime = nanoTime;
    this.sweptNanos = new AtomicLong(nanoTime.getAsLong());
  }

  @Override
  public boolean admits(String caller) {
    long now = nanoTime.getAsLong();
    forgetThePast(now);
    Long until = closedUntilNanos.get(caller);
    if (until != null && until - now > 0) {
      return false;
    }
    long waitMicros = ask(caller);
    if (waitMicros > 0) {
      // From before the question: it opens too early rather than too late.
      closedUntilNanos.put(caller, now + TimeUnit.MICROSECONDS.toNanos(waitMicros));
    }
    return waitMicros == 0;
  }

  /** How many callers are remembered as turned away. */
  int closed() {
    return closedUntilNanos.size();
  }

  private long ask(String caller) {
    int partition = keys.partitionOf(caller);
    LuaScript.Call call =
        new LuaScript.Call(List.of(keys.key(partition, "rate:" + caller)), arguments);
    Object micros = redis.call("count a request", partition, server -> ADMIT.run(server, call));
    return (Long) Objects.requireNonNull(micros);
  }

  private void forgetThePast(long now) {
    long before = sweptNanos.get();
    if (now - before >= SWEEP_EVERY_NANOS && sweptNanos.compareAndSet(before, now)) {
      closedUntilNanos.values().removeIf(until -> until - now <= 0);
    }
  }
}
