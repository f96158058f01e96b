// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The threads that the server runs on: virtual ones where the running Java has good ones. */
public final class Threads {

  /** Before this version, a virtual thread in a database driver's monitor held a real one. */
  private static final int UNPINNED_VIRTUAL_THREADS = 24;

  /** For what is answered whatever else is blocked: health, and those who are turned away. */
  private static final int RESERVE = 50;

  private static final int CONCURRENCY_MAX = 4_000;
  private static final int MIN = 8;

  private Threads() {}

  /**
   * Those that requests run on, some more than requests may be let in at once: one that is let in
   * may block until the database has answered.
   *
   * @param concurrency as in {@link dev.onepass.server.config.Settings.Limits}
   */
  static QueuedThreadPool pool(int concurrency) {
    int atOnce = concurrency == 0 ? CONCURRENCY_MAX : Math.min(concurrency, CONCURRENCY_MAX);
    var pool = new QueuedThreadPool(atOnce + RESERVE, MIN);
    pool.setName("onepass-http");
    if (hasVirtualThreads()) {
      pool.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    }
    return pool;
  }

  /** As many as there is blocking work for; none keeps the JVM alive. */
  public static ExecutorService workers() {
    return hasVirtualThreads() ? virtual() : Executors.newCachedThreadPool(daemons());
  }

  private static boolean hasVirtualThreads() {
    return Runtime.version().feature() >= UNPINNED_VIRTUAL_THREADS;
  }

  private static ThreadFactory daemons() {
    var number = new AtomicInteger();
    return work -> {
      var thread = new Thread(work, "onepass-worker-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** By its name, because it is compiled for a Java that does not have it. */
  private static ExecutorService virtual() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("this Java should have virtual threads", e);
    }
  }
}
