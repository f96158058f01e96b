// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Admits so many requests of one client in any second: a sliding window, kept exactly as the times
 * of the last admitted ones. A client that falls silent is forgotten. Thread-safe.
 *
 * <p>A client is an IPv4 address, or the 64-bit prefix of an IPv6 one, which is what one customer
 * gets to choose from.
 */
final class RateLimit {

  private static final long WINDOW_NANOS = SECONDS.toNanos(1);
  private static final long SWEEP_EVERY_NANOS = SECONDS.toNanos(5);
  private static final int IPV6_PREFIX_BYTES = 8;

  private final int perSecond;
  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();
  private final AtomicLong sweptNanos;

  /**
   * @param perSecond zero for no limit
   */
  RateLimit(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.sweptNanos = new AtomicLong(nanoTime.getAsLong());
  }

  boolean admits(InetAddress client) {
    if (perSecond == 0) {
      return true;
    }
    long now = nanoTime.getAsLong();
    forgetTheSilent(now);
    // Inside compute, so that a window is never forgotten while it admits.
    boolean[] admitted = new boolean[1];
    windows.compute(
        name(client),
        (name, known) -> {
          Window window = known == null ? new Window(perSecond) : known;
          admitted[0] = window.admits(now);
          return window;
        });
    return admitted[0];
  }

  /** How many clients are remembered. */
  int clients() {
    return windows.size();
  }

  private void forgetTheSilent(long now) {
    long before = sweptNanos.get();
    if (now - before >= SWEEP_EVERY_NANOS && sweptNanos.compareAndSet(before, now)) {
      windows
          .keySet()
          .forEach(
              name ->
                  windows.computeIfPresent(
                      name, (same, window) -> window.isSilent(now) ? null : window));
    }
  }

  private static String name(InetAddress client) {
    byte[] address = client.getAddress();
    return client instanceof Inet6Address
        ? Arrays.toString(Arrays.copyOf(address, IPV6_PREFIX_BYTES))
        : client.getHostAddress();
  }

  /** The times of the last admitted requests, in a ring; guarded by its map entry. */
  private static final class Window {
    private final long[] admittedNanos;
    private long count;

    Window(int perSecond) {
      admittedNanos = new long[perSecond];
    }

    boolean admits(long now) {
      int slot = (int) (count % admittedNanos.length);
      // The slot holds the oldest time still kept: as many requests ago as a second may have.
      if (count >= admittedNanos.length && now - admittedNanos[slot] < WINDOW_NANOS) {
        return false;
      }
      admittedNanos[slot] = now;
      count++;
      return true;
    }

    boolean isSilent(long now) {
      int newest = (int) ((count - 1) % admittedNanos.length);
      return now - admittedNanos[newest] >= WINDOW_NANOS;
    }
  }
}
