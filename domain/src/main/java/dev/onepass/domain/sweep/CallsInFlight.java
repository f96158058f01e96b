// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.scheduler.PayCall;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls that were sent and not answered, so that each is answered once: by the gateway, or for
 * it when its patience is over, should it break its promise and fall silent. Used from within the
 * mailbox.
 */
final class CallsInFlight {

  private record Sent(PayCall call, long untilNanos) {}

  private final long patienceNanos;
  private final Set<PayCall> unanswered = new HashSet<>();
  private final Deque<Sent> bySending = new ArrayDeque<>();

  /**
   * @param patience longer than any gateway takes that keeps its promise
   */
  CallsInFlight(Duration patience) {
    this.patienceNanos = patience.toNanos();
  }

  void sent(PayCall call, long nowNanos) {
    unanswered.add(call);
    bySending.add(new Sent(call, nowNanos + patienceNanos));
  }

  /** Takes the answer to a call; returns false if it had one. */
  boolean answered(PayCall call) {
    return unanswered.remove(call);
  }

  /** Returns a call that has waited too long, or null; it is then to be answered. */
  @Nullable PayCall overdue(long nowNanos) {
    Sent oldest = oldest();
    return oldest != null && oldest.untilNanos - nowNanos <= 0 ? oldest.call : null;
  }

  /** In how many nanoseconds to look for one; {@link Long#MAX_VALUE} if none is in flight. */
  long overdueInNanos(long nowNanos) {
    Sent oldest = oldest();
    return oldest == null ? Long.MAX_VALUE : Math.max(0, oldest.untilNanos - nowNanos);
  }

  private @Nullable Sent oldest() {
    while (!bySending.isEmpty() && !unanswered.contains(bySending.element().call)) {
      bySending.remove();
    }
    return bySending.peek();
  }
}
