// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The threads that requests run on: virtual ones where the running Java has good ones. */
final class Threads {

  /** Before this version, a virtual thread in a database driver's monitor held a real one. */
  private static final int UNPINNED_VIRTUAL_THREADS = 24;

  private static final int MAX = 250;
  private static final int MIN = 8;

  private Threads() {}

  static QueuedThreadPool pool() {
    var pool = new QueuedThreadPool(MAX, MIN);
    pool.setName("onepass-http");
    if (Runtime.version().feature() >= UNPINNED_VIRTUAL_THREADS) {
      pool.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    }
    return pool;
  }
}
