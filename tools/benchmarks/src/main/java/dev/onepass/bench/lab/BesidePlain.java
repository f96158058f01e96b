// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One-Pass's way to make transfers beside plain JDBC's, measured in one run.
 *
 * @param results of both, spread over all accounts and all to one
 * @param plain plain JDBC's way
 * @param ours One-Pass's
 */
public record BesidePlain(Results results, Way plain, Way ours) {

  /**
   * Measures both, and checks the books of both.
   *
   * @param books ours
   * @param connections how many plain JDBC is tried with
   */
  public static BesidePlain run(
      BenchDatabase database,
      BenchAccounts books,
      List<Integer> connections,
      Way ours,
      BenchOptions options,
      Consumer<String> progress)
      throws Exception {
    PlainTransfers transfers = PlainTransfers.on(database);
    Way plain = new Way("plain JDBC", "connections", connections, transfers::run);
    Results results =
        Way.turns(List.of(plain, ours)).run(options.rounds(), options.duration(), progress);
    transfers.requireConserved();
    books.requireConserved();
    return new BesidePlain(results, plain, ours);
  }

  /** Transfers a second over callers, for each kind of trades. */
  public LineChart chart(String title) {
    LineChart chart = new LineChart(title, "callers or connections", "a second");
    for (TradePattern trades : TradePattern.values()) {
      for (Way way : List.of(ours, plain)) {
        List<Double> perSecond =
            way.counts().stream().map(count -> way.of(results, trades, count).perSecond()).toList();
        chart.line(
            way.name() + ", " + trades.name().toLowerCase(Locale.ROOT), way.counts(), perSecond);
      }
    }
    return chart;
  }

  /**
   * The best of each, and their ratios.
   *
   * @param name what ours is called in the figures
   */
  public BenchReport report(String name) {
    double rawBest = plain.best(results, TradePattern.SPREAD);
    double rawHot = plain.best(results, TradePattern.HOT);
    double best = ours.best(results, TradePattern.SPREAD);
    double hot = ours.best(results, TradePattern.HOT);
    return new BenchReport(results)
        .headline("rawBest", rawBest)
        .headline("rawHot", rawHot)
        .headline(name, best)
        .headline(name + "Hot", hot)
        .ratio(name + "Ratio", best, rawBest)
        .ratio(name + "HotRatio", hot, rawHot);
  }
}
