// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.cli.torture.Fault;
import dev.onepass.cli.torture.Torture;
import dev.onepass.cli.torture.TortureReport;
import dev.onepass.command.DataDirectory;
import dev.onepass.command.ExitCode;
import dev.onepass.command.JsonFile;
import dev.onepass.command.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onepass torture}. */
@Command(
    name = "torture",
    header = "Kill, freeze and cut off servers and databases under load, and compare the books.%n",
    description = {
      "Runs two servers, MariaDB, Redis and a third party that fails on this machine. Users trade"
          + " and batches run without pause while one fault after the other strikes; every few"
          + " rounds the books of the callers, the database, the servers and the third party are"
          + " held against each other, and what callers were told against the order of the"
          + " journal.",
      "Exits 0 only if every cent is accounted for, and each trade was made once or not at all, as"
          + " its caller was told."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  onepass torture --minutes 60",
      "  onepass torture --only kill_server,kill_database --json torture.json"
    })
final class TortureCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "2",
      description = "For how long; default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Option(
      names = "--only",
      paramLabel = "FAULT",
      split = ",",
      description = "Only these faults: ${COMPLETION-CANDIDATES}; default: all.")
  private List<Fault> only = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Of balances, trades and moments; default: a new one. Processes keep their own time,"
              + " so a seed repeats the intent and not the run.")
  private @Nullable Long seed;

  @Mixin private JsonFile json;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep data and logs there; default: a temporary directory, kept if anything is wrong.")
  private @Nullable Path data;

  @SuppressWarnings("NullAway.Init")
  TortureCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    if (minutes < 1) {
      throw new ParameterException(
          spec.commandLine(), "--minutes must be at least 1, not " + minutes);
    }
    json.requireWritable();
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    long drawn = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
    DataDirectory directory = DataDirectory.open(Optional.ofNullable(data), "torture");
    terminal.line("seed %d; data and logs in %s".formatted(drawn, directory.path()));
    TortureReport report =
        new Torture(drawn, only.isEmpty() ? List.of(Fault.values()) : only, terminal::line)
            .run(Duration.ofMinutes(minutes), directory.path(), ServerCommand.ofThisProgram());
    show(report, terminal);
    json.write(() -> report);
    if (!report.complaints().isEmpty()) {
      // The directory stays, for whoever looks into it.
      return ExitCode.FAILED;
    }
    directory.close();
    return ExitCode.DONE;
  }

  private static void show(TortureReport report, Terminal terminal) {
    terminal.line("");
    report
        .faults()
        .forEach(
            (fault, recovery) ->
                terminal.line(
                    String.format(
                        Locale.ROOT,
                        "%-52s %4d times, back after %5d ms, at worst %5d ms",
                        fault.words(),
                        recovery.rounds(),
                        recovery.medianMillis(),
                        recovery.worstMillis())));
    terminal.line(
        "%,d trades by %,d requests, %,d batches, %,d comparisons of all books"
            .formatted(report.trades(), report.requests(), report.batches(), report.audits()));
    report.complaints().stream().distinct().limit(20).forEach(terminal::line);
    terminal.line(
        report.complaints().isEmpty()
            ? "every cent is accounted for, nothing is lost, nothing doubled"
            : "THE BOOKS ARE NOT RIGHT");
  }
}
