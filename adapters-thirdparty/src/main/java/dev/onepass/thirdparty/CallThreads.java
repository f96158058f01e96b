// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One thread for each call in flight, kept for a while; none of them keeps the JVM alive. */
final class CallThreads {

  private static final long IDLE_SECONDS = 30;

  private CallThreads() {}

  static ExecutorService start() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "third-party-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
