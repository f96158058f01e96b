// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a benchmark has to say: under which conditions it ran, what each contestant came to, and the
 * few numbers that it is about. For one thread.
 */
public final class BenchReport {

  private final Map<String, String> conditions = Machine.conditions();
  private final Map<String, Double> headlines = new LinkedHashMap<>();
  private final Results results;

  /** A report of these results. */
  public BenchReport(Results results) {
    this.results = results;
  }

  /** Adds what the figures were taken on. */
  public BenchReport on(Map<String, String> more) {
    conditions.putAll(more);
    return this;
  }

  /** Adds one of the numbers that the benchmark is about. */
  public BenchReport headline(String name, double value) {
    headlines.put(name, value);
    return this;
  }

  /** Adds how many times as large one is as another. */
  public BenchReport ratio(String name, double ours, double theirs) {
    return headline(name, ours / theirs);
  }

  /** As text for people. */
  public void print(PrintWriter out) {
    out.println();
    conditions.forEach((name, value) -> line(out, "%-40s %s", name, value));
    out.println();
    line(out, "%-40s %12s %12s %12s", "", "a second", "median", "p99");
    results.all().forEach((name, figures) -> row(out, name, figures));
    out.println();
    headlines.forEach((name, value) -> line(out, "%-40s %12.2f", name, value));
    out.flush();
  }

  /** As data for programs: the headlines, then the rest. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>(headlines);
    json.put("conditions", conditions);
    json.put("figures", results.all());
    return json;
  }

  private static void row(PrintWriter out, String name, Figures figures) {
    line(
        out,
        "%-40s %12.0f %9.2f ms %9.2f ms",
        name,
        figures.perSecond(),
        figures.medianMicros() / 1e3,
        figures.p99Micros() / 1e3);
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
