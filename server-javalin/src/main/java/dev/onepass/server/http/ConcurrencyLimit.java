// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets so many in at once and turns the rest away without waiting. Thread-safe. */
final class ConcurrencyLimit {

  static final Permit FREE = new Permit(() -> {});

  private final boolean unlimited;
  private final Semaphore places;

  /**
   * @param atOnce zero for no limit
   */
  ConcurrencyLimit(int atOnce) {
    this.unlimited = atOnce == 0;
    this.places = new Semaphore(atOnce);
  }

  /** A place, if there is one; to be released by whoever got it. */
  Optional<Permit> tryEnter() {
    if (unlimited) {
      return Optional.of(FREE);
    }
    return places.tryAcquire() ? Optional.of(new Permit(places::release)) : Optional.empty();
  }

  /** A place that is taken until it is released; releasing it again does nothing. */
  static final class Permit {
    private final AtomicBoolean released = new AtomicBoolean();
    private final Runnable release;

    private Permit(Runnable release) {
      this.release = release;
    }

    void release() {
      if (released.compareAndSet(false, true)) {
        release.run();
      }
    }
  }
}
