// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Throttled;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Has idle connections closed while no call is served, every ten seconds: the next ones are opened
 * anew, to wherever the host's name leads by then. Without that, connections that are kept alive
 * would stick to an old host for as long as it answers at all, be it with an error page.
 * Thread-safe.
 */
final class Reconnection {

  private static final long EVERY_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long NEVER = Long.MIN_VALUE;

  private final Runnable reconnect;
  private final LongSupplier nanoTime;

  /** Since when no call was served, or when connections were last closed for it. */
  private final AtomicLong since = new AtomicLong(NEVER);

  Reconnection(Runnable reconnect, LongSupplier nanoTime) {
    this.reconnect = reconnect;
    this.nanoTime = nanoTime;
  }

  /** A call has ended. */
  void heard(PayAnswer answer) {
    long before = since.get();
    if (answer.isDefinite() || answer instanceof Throttled) {
      if (before != NEVER) {
        since.set(NEVER);
      }
      return;
    }
    long now = nanoTime.getAsLong();
    boolean isDue = before != NEVER && now - before >= EVERY_NANOS;
    if ((before == NEVER || isDue) && since.compareAndSet(before, now) && isDue) {
      reconnect.run();
    }
  }
}
