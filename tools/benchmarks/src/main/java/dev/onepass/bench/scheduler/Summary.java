// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One contestant over all cells: makespan ratio, runs that did not end, calls over the fewest, and
 * the share of the cells within 1.25 of both.
 */
record Summary(
    double median,
    double p90,
    double worst,
    int unfinished,
    double callsP90,
    double callsWorst,
    double overload,
    double box) {

  static Summary of(Collection<Score> scores) {
    return new Summary(
        quantile(scores, Score::time, 0.5),
        quantile(scores, Score::time, 0.9),
        quantile(scores, Score::time, 1),
        (int) scores.stream().filter(score -> !score.finished()).count(),
        quantile(scores, Score::calls, 0.9),
        quantile(scores, Score::calls, 1),
        scores.stream().mapToDouble(Score::overload).average().orElse(0),
        scores.stream().filter(Score::inBox).count() / (double) scores.size());
  }

  /** The smallest value that at least that share of the cells does not exceed. */
  private static double quantile(
      Collection<Score> scores, ToDoubleFunction<Score> measure, double share) {
    double[] sorted = scores.stream().mapToDouble(measure).sorted().toArray();
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  /** By name, to four places. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("median", rounded(median));
    figures.put("p90", rounded(p90));
    figures.put("worst", rounded(worst));
    figures.put("unfinished", unfinished);
    figures.put("callsP90", rounded(callsP90));
    figures.put("callsWorst", rounded(callsWorst));
    figures.put("overload", rounded(overload));
    figures.put("box", rounded(box));
    return figures;
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
