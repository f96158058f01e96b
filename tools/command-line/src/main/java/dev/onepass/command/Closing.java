// SPDX-License-Identifier: Apache-2.0
package dev.onepass.command;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what was opened, the last first, once: when it is closed itself or the process is told to
 * end, whichever comes first. Thread-safe; a process that is told to end waits for an opening under
 * way, so that nothing is left half open.
 */
public final class Closing implements AutoCloseable {

  /** Makes something that has to be closed. */
  @FunctionalInterface
  public interface Opening<T extends AutoCloseable, E extends Exception> {
    T open() throws E;
  }

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Thread atExit = new Thread(this::interrupt, "close-at-exit");
  private volatile boolean interrupted;
  private boolean closed;

  /** Begins to watch for the end of the process. */
  public Closing() {
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Opens something that is closed with this.
   *
   * @throws IllegalStateException if this is closed already
   */
  public synchronized <T extends AutoCloseable, E extends Exception> T open(Opening<T, E> opening)
      throws E {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    T resource = opening.open();
    opened.push(resource);
    return resource;
  }

  /** Whether the process was told to end, and this is closed for that. */
  public boolean isInterrupted() {
    return interrupted;
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException exiting) {
      // It has run, or will find nothing to do.
    }
  }

  private void interrupt() {
    interrupted = true;
    closeAll();
  }

  private synchronized void closeAll() {
    closed = true;
    IllegalStateException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        failure = failure == null ? new IllegalStateException("not all could be closed") : failure;
        failure.addSuppressed(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
