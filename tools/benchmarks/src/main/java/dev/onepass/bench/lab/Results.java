// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What each contestant came to, in the order in which they took turns. Immutable. */
public final class Results {

  private final Map<String, Figures> figures;

  Results(Map<String, Figures> figures) {
    this.figures = new LinkedHashMap<>(figures);
  }

  /** The contestant's figures; there must be one of that name. */
  public Figures of(String name) {
    return Optional.ofNullable(figures.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no contestant " + name));
  }

  /** The most that any of them did in a second. */
  public double best(Stream<String> names) {
    return names.mapToDouble(name -> of(name).perSecond()).max().orElseThrow();
  }

  Map<String, Figures> all() {
    return figures;
  }
}
