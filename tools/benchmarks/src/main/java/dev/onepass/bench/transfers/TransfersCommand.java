// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.transfers;

import dev.onepass.bench.lab.BenchAccounts;
import dev.onepass.bench.lab.BenchDatabase;
import dev.onepass.bench.lab.BenchOptions;
import dev.onepass.bench.lab.BenchReport;
import dev.onepass.bench.lab.BesidePlain;
import dev.onepass.bench.lab.Figures;
import dev.onepass.bench.lab.Library;
import dev.onepass.bench.lab.TradePattern;
import dev.onepass.bench.lab.Way;
import dev.onepass.command.ExitCode;
import dev.onepass.command.OutputFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--chart",
      paramLabel = "FILE",
      description = "Also draw transfers a second over callers there, as PNG.")
  private @Nullable Path chart;

  /** Made by the command line, which also sets the fields. */
  @SuppressWarnings("NullAway.Init")
  TransfersCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (chart != null) {
      OutputFile.requireWritable(spec, "--chart", chart);
    }
    try (BenchDatabase database = options.open()) {
      BenchAccounts books = BenchAccounts.open(database);
      try (Library library = new Library(database, TradePattern.ACCOUNTS)) {
        Way ours = new Way("One-Pass", "callers", CALLERS, library::run);
        BesidePlain both =
            BesidePlain.run(database, books, CONNECTIONS, ours, options, out::println);
        options.show(report(both).on(database.conditions()));
        if (chart != null) {
          both.chart("Transfers a second").save(chart);
        }
      }
    }
    return ExitCode.DONE;
  }

  private static BenchReport report(BesidePlain both) {
    Figures lone = both.ours().of(both.results(), TradePattern.SPREAD, 1);
    Figures plainLone = both.plain().of(both.results(), TradePattern.SPREAD, 1);
    Figures many = both.ours().of(both.results(), TradePattern.SPREAD, MANY);
    return both.report("library")
        .ratio("loneLatencyRatio", lone.medianMicros(), plainLone.medianMicros())
        .ratio("p99OverMedianAt" + MANY, many.p99Micros(), many.medianMicros());
  }
}
