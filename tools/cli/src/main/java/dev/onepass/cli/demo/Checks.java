// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.demo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was checked, in that order, and whether it held. For one thread. */
final class Checks {

  private final Map<String, Boolean> results = new LinkedHashMap<>();

  void add(String rule, boolean holds) {
    results.merge(rule, holds, Boolean::logicalAnd);
  }

  Map<String, Boolean> results() {
    return Collections.unmodifiableMap(results);
  }

  boolean allHold() {
    return !results.containsValue(false);
  }
}
