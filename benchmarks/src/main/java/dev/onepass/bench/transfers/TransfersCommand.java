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
import dev.onepass.bench.lab.Way;
import dev.onepass.command.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
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
public final class TransfersCommand implements Callable<Integer> {

  private static final List<Integer> CONNECTIONS = List.of(1, 8, 64);
  private static final List<Integer> CALLERS = List.of(1, 64, 256, 500);
  private static final int MANY = 256;

  @Spec private CommandSpec spec;
  @Mixin private BenchOptions options;

  /** Made by the command line, which also sets the fields. */
  @SuppressWarnings("NullAway.Init")
  TransfersCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (BenchDatabase database = options.open()) {
      Books books = Books.open(database);
      try (Library library = new Library(database, Trades.ACCOUNTS)) {
        PlainTransfers transfers = PlainTransfers.on(database);
        Way plain = new Way("plain JDBC", "connections", CONNECTIONS, transfers::run);
        Way ours = new Way("One-Pass", "callers", CALLERS, library::run);
        Results results =
            Way.turns(List.of(plain, ours)).run(options.rounds(), options.duration(), out::println);
        transfers.requireConserved();
        books.requireConserved();
        options.show(report(results, plain, ours).on(database.conditions()));
      }
    }
    return ExitCode.DONE;
  }

  private static Report report(Results results, Way plain, Way ours) {
    double rawBest = plain.best(results, Trades.SPREAD);
    double rawHot = plain.best(results, Trades.HOT);
    double library = ours.best(results, Trades.SPREAD);
    double libraryHot = ours.best(results, Trades.HOT);
    Figures lone = ours.of(results, Trades.SPREAD, 1);
    Figures plainLone = plain.of(results, Trades.SPREAD, 1);
    Figures many = ours.of(results, Trades.SPREAD, MANY);
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
}
