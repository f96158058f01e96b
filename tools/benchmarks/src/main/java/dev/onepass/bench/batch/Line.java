// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.batch;

import dev.onepass.bench.lab.Median;
import java.util.List;
import java.util.Locale;

/**
 * What became of one workload under one condition, over all its rounds.
 *
 * @param workload its name
 * @param ordered whether the third party keeps the order of one account's calls
 * @param faults what went wrong, in the simulator's notation; empty if nothing
 * @param rounds how many were measured
 * @param seconds median time of a batch, from the request to the answer that it has ended
 * @param secondsBest the shortest
 * @param secondsWorst the longest
 * @param calls median of the calls that reached the third party
 * @param callsOverFloor by how much they exceed those of a client without knowledge
 * @param callsOverEntropy by how much they exceed the information in the balances; 0 if unknown
 * @param callsPerSecond median
 * @param conserved whether every round was exact
 */
record Line(
    String workload,
    boolean ordered,
    String faults,
    int rounds,
    double seconds,
    double secondsBest,
    double secondsWorst,
    double calls,
    double callsOverFloor,
    double callsOverEntropy,
    double callsPerSecond,
    boolean conserved) {

  static final String HEAD =
      "%-30s %-8s %-7s %8s %15s %8s %9s %9s %8s  %s"
          .formatted(
              "accounts",
              "order",
              "faults",
              "median s",
              "best-worst s",
              "calls",
              "/ floor",
              "/entropy",
              "calls/s",
              "books");

  static Line of(
      String workload, boolean ordered, String faults, double entropy, List<Round> rounds) {
    double calls = Median.of(rounds.stream().mapToDouble(Round::calls));
    return new Line(
        workload,
        ordered,
        faults,
        rounds.size(),
        Median.of(rounds.stream().mapToDouble(Round::seconds)),
        rounds.stream().mapToDouble(Round::seconds).min().orElse(0),
        rounds.stream().mapToDouble(Round::seconds).max().orElse(0),
        calls,
        Median.of(rounds.stream().mapToDouble(Round::callsOverFloor)),
        entropy > 0 ? calls / entropy : 0,
        Median.of(rounds.stream().mapToDouble(Round::callsPerSecond)),
        rounds.stream().allMatch(Round::conserved));
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "%-30s %-8s %-7s %8.3f %7.3f-%7.3f %8.0f %9.3f %9s %8.0f  %s",
        workload,
        ordered ? "kept" : "not kept",
        faults.isEmpty() ? "none" : "some",
        seconds,
        secondsBest,
        secondsWorst,
        calls,
        callsOverFloor,
        callsOverEntropy > 0 ? String.format(Locale.ROOT, "%.3f", callsOverEntropy) : "",
        callsPerSecond,
        conserved ? "exact" : "WRONG");
  }
}
