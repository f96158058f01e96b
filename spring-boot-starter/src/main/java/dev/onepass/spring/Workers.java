// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that One-Pass works on: the bean {@code onePassExecutor}, or threads of its own. No
 * {@link Executor} itself, for Spring Boot would take it for the application's and make none.
 *
 * @param executor runs the work
 * @param own what to shut down at the end
 */
record Workers(Executor executor, @Nullable ExecutorService own) implements AutoCloseable {

  /** The bean that an application declares to have One-Pass work on threads of its choice. */
  static final String EXECUTOR = "onePassExecutor";

  static Workers on(@Nullable Executor given) {
    if (given != null) {
      return new Workers(given, null);
    }
    ExecutorService own = Executors.newCachedThreadPool(daemons());
    return new Workers(own, own);
  }

  @Override
  public void close() {
    if (own != null) {
      own.shutdown();
    }
  }

  private static ThreadFactory daemons() {
    var number = new AtomicInteger();
    return work -> {
      var thread = new Thread(work, "onepass-worker-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
