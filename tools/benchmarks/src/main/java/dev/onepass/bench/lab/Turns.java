// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Contestants that take turns, so that what changes on the machine meanwhile changes for all of
 * them. The first round is for warming up and counts for nothing; its turns are longer, for the JVM
 * goes on compiling for half a minute of a server's full load, on processors that it shares with
 * what is measured.
 */
public final class Turns {

  private static final int WARM_UP = 4;

  /** Puts its load on for that long. */
  @FunctionalInterface
  public interface Contestant {
    Figures run(Duration duration) throws Exception;
  }

  private final Map<String, Contestant> contestants = new LinkedHashMap<>();

  /** Takes a contestant in, under a name of its own. */
  public Turns add(String name, Contestant contestant) {
    if (contestants.put(name, contestant) != null) {
      throw new IllegalArgumentException("twice: " + name);
    }
    return this;
  }

  /**
   * Runs them all.
   *
   * @param rounds how many rounds count
   * @param duration of each turn that counts
   * @param progress is told what is about to run
   * @return the medians over the rounds, by name, in the order they were added
   */
  public Results run(int rounds, Duration duration, Consumer<String> progress) throws Exception {
    Map<String, List<Figures>> all = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Contestant> each : contestants.entrySet()) {
        progress.accept(
            (round == 0 ? "warm-up" : "round %d of %d".formatted(round, rounds))
                + ": "
                + each.getKey());
        Figures figures =
            each.getValue().run(round == 0 ? duration.multipliedBy(WARM_UP) : duration);
        if (round > 0) {
          all.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(figures);
        }
      }
    }
    Map<String, Figures> medians = new LinkedHashMap<>();
    all.forEach((name, figures) -> medians.put(name, Figures.median(figures)));
    return new Results(medians);
  }
}
