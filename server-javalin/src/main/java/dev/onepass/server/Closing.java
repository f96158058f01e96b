// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes at the end what was opened, last opened first. One that fails is told in the log and keeps
 * the others from nothing. Not thread-safe.
 */
final class Closing implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<Named> open = new ArrayDeque<>();

  private record Named(String name, AutoCloseable resource) {}

  /** Closes the resource later; returns it. */
  <T extends AutoCloseable> T later(String name, T resource) {
    open.push(new Named(name, resource));
    return resource;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      Named next = open.pop();
      try {
        next.resource().close();
      } catch (Exception e) {
        LOG.warn("could not close: {}", next.name(), e);
      }
    }
  }
}
