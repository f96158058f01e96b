// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Has lines of a log written by one thread of its own, so that whoever has a line need not wait for
 * the log: one that goes into a pipe which nobody empties would stop the whole server. While 10,000
 * lines wait, further ones are dropped, and counted. Thread-safe.
 */
final class LogQueue implements AutoCloseable {

  private static final int LINES_MAX = 10_000;

  /** To wake the thread for each line would cost as much as to write it. */
  private static final long NAP_NANOS = Duration.ofMillis(5).toNanos();

  private static final int NAPS_MAX = 200;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  /** Ends the thread. */
  private static final String END = new String("end");

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(LINES_MAX);
  private final Consumer<String> log;
  private final Runnable dropped;
  private final Thread thread;

  /**
   * @param log writes a line; may block
   * @param dropped hears of each line that is not written
   */
  LogQueue(Consumer<String> log, Runnable dropped) {
    this.log = log;
    this.dropped = dropped;
    this.thread = new Thread(this::run, "onepass-request-log");
    thread.setDaemon(true);
    thread.start();
  }

  /** Has a line written soon; never waits. */
  void add(String line) {
    if (!lines.offer(line)) {
      dropped.run();
    }
  }

  /** Writes what is left, if that takes no more than some seconds. */
  @Override
  public void close() {
    try {
      if (lines.offer(END, CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.join(CLOSE_PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("ReferenceEquality") // a line may read like the end
  private void run() {
    try {
      for (String line = next(); line != END; line = next()) {
        write(line);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String next() throws InterruptedException {
    for (int naps = 0; naps < NAPS_MAX; naps++) {
      String line = lines.poll();
      if (line != null) {
        return line;
      }
      LockSupport.parkNanos(NAP_NANOS);
    }
    return lines.take();
  }

  private void write(String line) {
    try {
      log.accept(line);
    } catch (RuntimeException e) {
      // There is no log to tell it to.
      dropped.run();
    }
  }
}
