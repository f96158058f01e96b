// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import dev.onepass.ports.time.SystemTimekeeper;
import dev.onepass.ports.time.Timekeeper;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The clock and the threads of a {@link OnePass} that was given none, made when they are asked for.
 * Thread-safe.
 */
final class OwnResources implements AutoCloseable {

  /** As many as a connection pool of the usual size serves. */
  private static final int THREADS = 16;

  private final AtomicInteger threads = new AtomicInteger();
  private @Nullable SystemTimekeeper timekeeper;
  private @Nullable ExecutorService executor;
  private boolean closed;

  synchronized Timekeeper timekeeper() {
    if (timekeeper == null) {
      timekeeper = new SystemTimekeeper();
    }
    return timekeeper;
  }

  synchronized Executor executor() {
    if (executor == null) {
      executor = Executors.newFixedThreadPool(THREADS, this::daemon);
    }
    return executor;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  private Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "onepass-" + threads.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** What runs goes on to its end; nothing begins any more. */
  @Override
  public synchronized void close() {
    closed = true;
    if (executor != null) {
      executor.shutdown();
    }
    if (timekeeper != null) {
      timekeeper.close();
    }
  }
}
