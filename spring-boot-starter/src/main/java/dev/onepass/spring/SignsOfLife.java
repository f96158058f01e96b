// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import dev.onepass.ports.error.UnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database and the cache whether they answer, in words that both Boots' actuators take.
 *
 * @param database needed
 * @param cache not needed, if there is one
 */
record SignsOfLife(Runnable database, @Nullable Runnable cache) {

  /**
   * @param up whether One-Pass can work: a cache that is down does not keep it from that
   * @param details what each dependency said
   */
  record State(boolean up, Map<String, String> details) {}

  State ask() {
    Map<String, String> details = new LinkedHashMap<>();
    boolean up = answers("database", database, details);
    if (cache != null) {
      answers("cache", cache, details);
    }
    return new State(up, details);
  }

  private static boolean answers(String name, Runnable ping, Map<String, String> details) {
    try {
      ping.run();
      details.put(name, "up");
      return true;
    } catch (UnavailableException e) {
      details.put(name, String.valueOf(e.getMessage()));
      return false;
    }
  }
}
