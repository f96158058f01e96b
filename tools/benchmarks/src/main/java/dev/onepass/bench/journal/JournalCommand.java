// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.journal;

import dev.onepass.bench.lab.BenchAccounts;
import dev.onepass.bench.lab.BenchDatabase;
import dev.onepass.bench.lab.BenchOptions;
import dev.onepass.bench.lab.BenchReport;
import dev.onepass.bench.lab.Library;
import dev.onepass.bench.lab.Results;
import dev.onepass.bench.lab.TradePattern;
import dev.onepass.bench.lab.Turns;
import dev.onepass.command.ExitCode;
import dev.onepass.mysql.MySqlAdapter;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onepass bench journal}. */
@Command(
    name = "journal",
    header = "What a large journal costs.%n",
    description = {
      "Transfers by 256 callers, and reads of an account's newest 50 rows by 8, on tables of 10,000"
          + " accounts that are empty otherwise, beside the same on tables with many accounts and"
          + " ten rows of the journal for each; both on one server."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  onepass bench journal", "  onepass bench journal --rows 10000000"})
public final class JournalCommand implements Callable<Integer> {

  private static final int CALLERS = 256;
  private static final int READERS = 8;
  private static final int PAGE = 50;
  private static final int ROWS_MAX = 1_000_000_000;
  private static final String EMPTY = "transfers, empty tables";
  private static final String FULL = "transfers, full tables";
  private static final String EMPTY_PAGE = "newest 50 rows, empty tables";
  private static final String FULL_PAGE = "newest 50 rows, full tables";

  @Spec private CommandSpec spec;
  @Mixin private BenchOptions options;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Rows of the full journal; default: ${DEFAULT-VALUE}.")
  private int rows;

  /** Made by the command line, which also sets the fields. */
  @SuppressWarnings("NullAway.Init")
  JournalCommand() {}

  @Override
  public Integer call() throws Exception {
    int accounts = rows / FullBooks.ROWS_PER_ACCOUNT;
    if (accounts < 2 || rows > ROWS_MAX) {
      throw options.wrong("--rows must be 20 to " + ROWS_MAX + ", not " + rows);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (BenchDatabase empty = options.open();
        BenchDatabase full = empty.another()) {
      BenchAccounts books = BenchAccounts.open(empty);
      MySqlAdapter.connect(full.config()).close();
      FullBooks.fill(full, accounts, out::println);
      Results results;
      try (Library few = new Library(empty, TradePattern.ACCOUNTS);
          Library many = new Library(full, accounts)) {
        results =
            new Turns()
                .add(EMPTY, duration -> few.run(CALLERS, TradePattern.SPREAD, duration))
                .add(FULL, duration -> many.run(CALLERS, TradePattern.SPREAD, duration))
                .add(EMPTY_PAGE, duration -> few.readJournal(READERS, PAGE, duration))
                .add(FULL_PAGE, duration -> many.readJournal(READERS, PAGE, duration))
                .run(options.rounds(), options.duration(), out::println);
      }
      books.requireConserved();
      BenchAccounts.of(full, accounts).requireConserved();
      BenchReport report =
          new BenchReport(results)
              .on(empty.conditions())
              .headline("rows", rows)
              .ratio("fullOverEmpty", results.of(FULL).perSecond(), results.of(EMPTY).perSecond());
      options.show(report);
    }
    return ExitCode.DONE;
  }
}
