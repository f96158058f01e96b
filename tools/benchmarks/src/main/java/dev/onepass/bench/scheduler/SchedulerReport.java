// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The results of a bench as tables for people and as JSON for programs. */
final class SchedulerReport {

  private static final String OURS = Contestant.OURS.name();
  private static final int SLOWEST = 5;

  private final List<Long> seeds;
  private final List<CellResult> results;

  SchedulerReport(List<Long> seeds, List<CellResult> results) {
    this.seeds = seeds;
    this.results = results;
  }

  /** A row for each contestant, then ours on each server, then our slowest runs. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%d cells, seed %s. Times are multiples of the best limit in hindsight,%n"
                + "calls of the fewest possible; wasted is calls failed by overload per 1000 needed;%n"
                + "in box is the share of the cells within 1.25 of both.%n",
            results.size(), seeds.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    appendRange(text, "1 to 500 calls in flight", CellResult::free);
    appendRange(text, "10 to 60 calls in flight", CellResult::band);
    return text.toString();
  }

  private void appendRange(
      StringBuilder text, String title, Function<CellResult, Map<String, Score>> range) {
    text.append(
        format(
            "%n%-26s%8s%8s%8s%8s%8s%8s%8s%8s%n",
            title, "median", "p90", "worst", "unfin.", "callsP90", "worst", "wasted", "in box"));
    summaries(results, range).forEach((name, summary) -> appendRow(text, name, summary));
    Map<String, List<CellResult>> byServer =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.cell().model().name(), LinkedHashMap::new, Collectors.toList()));
    byServer.forEach(
        (server, cells) -> appendRow(text, "ours on " + server, ours(summaries(cells, range))));
    results.stream()
        .sorted(Comparator.comparingDouble(r -> -ours(range.apply(r)).time()))
        .limit(SLOWEST)
        .forEach(result -> appendSlow(text, result.cell(), ours(range.apply(result))));
  }

  private static void appendRow(StringBuilder text, String name, Summary s) {
    text.append(
        format(
            "%-26s%8.3f%8.3f%8.3f%8d%8.3f%8.3f%8.0f%7.0f%%%n",
            name,
            s.median(),
            s.p90(),
            s.worst(),
            s.unfinished(),
            s.callsP90(),
            s.callsWorst(),
            1000 * s.overload(),
            100 * s.box()));
  }

  private static void appendSlow(StringBuilder text, Cell cell, Score score) {
    text.append(
        format("  slowest: %-30s time %.2f calls %.2f%n", cell, score.time(), score.calls()));
  }

  /** The figures of ours and, under {@code others}, of each yardstick, for both ranges. */
  Map<String, Object> json() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("seeds", seeds);
    root.put("cells", results.size());
    root.put("free", figures(CellResult::free));
    root.put("band", figures(CellResult::band));
    return root;
  }

  private Map<String, Object> figures(Function<CellResult, Map<String, Score>> range) {
    Map<String, Summary> others = summaries(results, range);
    Map<String, Object> figures = new LinkedHashMap<>(ours(others).figures());
    others.remove(OURS);
    Map<String, Object> rest = new LinkedHashMap<>();
    others.forEach((name, summary) -> rest.put(name, summary.figures()));
    figures.put("others", rest);
    return figures;
  }

  private static Map<String, Summary> summaries(
      List<CellResult> cells, Function<CellResult, Map<String, Score>> range) {
    Map<String, Summary> summaries = new LinkedHashMap<>();
    for (String name : range.apply(cells.get(0)).keySet()) {
      summaries.put(
          name, Summary.of(cells.stream().map(range).map(scores -> of(name, scores)).toList()));
    }
    return summaries;
  }

  private static <T> T ours(Map<String, T> byName) {
    return of(OURS, byName);
  }

  private static <T> T of(String name, Map<String, T> byName) {
    T value = byName.get(name);
    if (value == null) {
      throw new IllegalStateException(name + " was not played");
    }
    return value;
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
