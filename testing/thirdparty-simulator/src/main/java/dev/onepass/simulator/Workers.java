// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The third party's capacity: a number of workers, and a bounded queue before them, first come
 * first served. Nothing waits here; who queues is started by whoever finishes. Thread-safe.
 */
final class Workers {

  private final Capacity capacity;
  private final Timer timer;
  private final Queue<Runnable> queue = new ArrayDeque<>();
  private int busy;

  Workers(Capacity capacity, Timer timer) {
    this.capacity = capacity;
    this.timer = timer;
  }

  /**
   * Lets a call in, or turns it away.
   *
   * @param admitted runs at once if the call is let in, in the order of arrival
   * @param service starts the service, now or when a worker is free; {@link #release} ends it
   * @return whether it was let in
   */
  boolean admit(Runnable admitted, Runnable service) {
    if (capacity.workers() > 0) {
      synchronized (this) {
        if (busy == capacity.workers() && queue.size() == capacity.queue()) {
          return false;
        }
        admitted.run();
        if (busy == capacity.workers()) {
          queue.add(service);
          return true;
        }
        busy++;
      }
    } else {
      admitted.run();
    }
    service.run();
    return true;
  }

  /** Gives a worker back, or straight to the next in the queue. */
  void release() {
    if (capacity.workers() == 0) {
      return;
    }
    Runnable next = nextOrFree();
    if (next != null) {
      // Not on this stack: with a service time of zero, a long queue would overflow it.
      timer.soon(next);
    }
  }

  private synchronized @Nullable Runnable nextOrFree() {
    Runnable next = queue.poll();
    if (next == null) {
      busy--;
    }
    return next;
  }
}
