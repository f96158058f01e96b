// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.transfers;

import dev.onepass.bench.lab.BenchDatabase;
import dev.onepass.bench.lab.BenchOptions;
import dev.onepass.bench.lab.Books;
import dev.onepass.bench.lab.Figures;
import dev.onepass.bench.lab.Library;
import dev.onepass.bench.lab.PlainTransfers;
import dev.onepass.bench.lab.Report;
import dev.onepass.bench.lab.Results;
import dev.onepass.bench.lab.Trades;
import dev.onepass.bench.lab.Turns;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code onepass bench transfers}. */
@Command(
    name = "transfers",
    header = "Transfers a second, as a library, beside plain JDBC.%n",
    description = {
      "Plain JDBC runs one transaction for each transfer, on 1, 8 and 64 connections; One-Pass"
          + " serves 1, 64, 256 and 500 callers. Both move money between 10,000 accounts: from any"
          + " to any, and from any to one that is always the same."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  onepass bench transfers",
      "  onepass bench transfers --seconds 10 --json transfers.json",
      "  onepass bench transfers --mysql \"root:secret@tcp(127.0.0.1:3306)/\""
    })
public final class TransfersBench implements Callable<Integer> {

  private static final int[] CONNECTIONS = {1, 8, 64};
  private static final int[] CALLERS = {1, 64, 256, 500};
  private static final int MANY = 256;

  @Spec private CommandSpec spec;
  @Mixin private BenchOptions options;

  /** Made by the command line, which also sets the fields. */
  @SuppressWarnings("NullAway.Init")
  TransfersBench() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (BenchDatabase database = BenchDatabase.open(options.mysql())) {
      Books books = Books.open(database);
      Results results;
      try (Library library = new Library(database, Trades.ACCOUNTS)) {
        PlainTransfers plain = PlainTransfers.on(database);
        results = turns(plain, library).run(options.rounds(), options.duration(), out::println);
        plain.requireConserved();
      }
      books.requireConserved();
      Report report = report(results).on(database.conditions());
      report.print(out);
      options.write(report.json());
    }
    return 0;
  }

  private static Turns turns(PlainTransfers plain, Library library) {
    Turns turns = new Turns();
    for (Trades trades : Trades.values()) {
      for (int n : CONNECTIONS) {
        turns.add(plainName(trades, n), duration -> plain.run(n, trades, duration));
      }
      for (int n : CALLERS) {
        turns.add(libraryName(trades, n), duration -> library.run(n, trades, duration));
      }
    }
    return turns;
  }

  private static String plainName(Trades trades, int connections) {
    return name("plain JDBC", trades, connections, "connections");
  }

  private static String libraryName(Trades trades, int callers) {
    return name("One-Pass", trades, callers, "callers");
  }

  private static String name(String who, Trades trades, int count, String what) {
    return "%s, %s, %d %s".formatted(who, trades.name().toLowerCase(Locale.ROOT), count, what);
  }

  private Report report(Results results) {
    double rawBest = results.best(names(CONNECTIONS, n -> plainName(Trades.SPREAD, n)));
    double rawHot = results.best(names(CONNECTIONS, n -> plainName(Trades.HOT, n)));
    double library = results.best(names(CALLERS, n -> libraryName(Trades.SPREAD, n)));
    double libraryHot = results.best(names(CALLERS, n -> libraryName(Trades.HOT, n)));
    Figures lone = results.of(libraryName(Trades.SPREAD, 1));
    Figures plainLone = results.of(plainName(Trades.SPREAD, 1));
    Figures many = results.of(libraryName(Trades.SPREAD, MANY));
    return new Report(results)
        .headline("rawBest", rawBest)
        .headline("rawHot", rawHot)
        .headline("library", library)
        .headline("libraryHot", libraryHot)
        .ratio("libraryRatio", library, rawBest)
        .ratio("libraryHotRatio", libraryHot, rawHot)
        .ratio("loneLatencyRatio", lone.medianMicros(), plainLone.medianMicros())
        .ratio("p99OverMedianAt" + MANY, many.p99Micros(), many.medianMicros());
  }

  private static Stream<String> names(int[] counts, IntFunction<String> name) {
    return IntStream.of(counts).mapToObj(name);
  }
}
