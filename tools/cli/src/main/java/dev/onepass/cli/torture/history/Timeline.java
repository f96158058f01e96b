// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One account's transfers in the order of the journal, and between them who saw its balance. */
final class Timeline {

  /** A transfer, by its side in this account. */
  record Step(Entry.Side side, Event event) {}

  private final List<Step> steps;
  private final Map<Long, List<Integer>> placesByBalance = new HashMap<>();
  private final Map<Integer, List<Event>> sightings = new HashMap<>();
  private final long[] nextKnownAt;

  /**
   * Checks that the journal adds up.
   *
   * @param steps by version
   */
  Timeline(List<Step> steps, Consumer<String> complaints) {
    this.steps = steps;
    this.nextKnownAt = new long[steps.size()];
    long balance = 0;
    for (int i = 0; i < steps.size(); i++) {
      Entry.Side side = steps.get(i).side();
      balance += side.change();
      if (side.version() != i + 1 || side.after() != balance || balance < 0) {
        complaints.accept("not the next version, or a wrong balance: " + side);
      }
      balance = side.after();
      placesByBalance.computeIfAbsent(balance, cents -> new ArrayList<>()).add(i);
    }
    long known = Long.MAX_VALUE;
    for (int i = steps.size() - 1; i >= 0; i--) {
      nextKnownAt[i] = known;
      known = Math.min(known, steps.get(i).event().span().end());
    }
  }

  /** After which steps it can have been seen: made by then, and no later one known before. */
  List<Integer> places(Sighting sighting) {
    return placesByBalance.getOrDefault(sighting.cents(), List.of()).stream()
        .filter(place -> steps.get(place).event().span().begin() <= sighting.span().end())
        .filter(place -> nextKnownAt[place] >= sighting.span().begin())
        .toList();
  }

  void add(Event sighting, int place) {
    sightings.computeIfAbsent(place, p -> new ArrayList<>()).add(sighting);
  }

  /** Says of each event what it follows. */
  void order() {
    for (int i = 0; i < steps.size(); i++) {
      Event step = steps.get(i).event();
      List<Event> seen = sightings.getOrDefault(i, List.of());
      seen.forEach(step::precede);
      if (i + 1 < steps.size()) {
        Event next = steps.get(i + 1).event();
        step.precede(next);
        seen.forEach(sighting -> sighting.precede(next));
      }
    }
  }
}
