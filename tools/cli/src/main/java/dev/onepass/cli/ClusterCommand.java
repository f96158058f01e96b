// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.cli.torture.ClusterReport;
import dev.onepass.cli.torture.ClusterTrial;
import dev.onepass.command.DataDirectory;
import dev.onepass.command.ExitCode;
import dev.onepass.command.JsonFile;
import dev.onepass.command.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
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

/** {@code onepass bench cluster}. */
@Command(
    name = "cluster",
    header = "Kill, freeze and cut off parts of a cluster under load, and compare the books.%n",
    description = {
      "Runs three MySQL servers in group replication, a Redis with a replica and three sentinels, a"
          + " third party and three One-Pass servers on this machine. Users trade and a batch of"
          + " 2,000 accounts runs; in each round the MySQL primary and the Redis primary are killed"
          + " (-9) and frozen, a server is killed and one loses all answers of MySQL, one after the"
          + " other, and each joins again. At the end all books are compared.",
      "Exits 0 only if every cent is accounted for, and each trade was made once or not at all, as"
          + " its caller was told."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  onepass bench cluster",
      "  onepass bench cluster --mysql-home /opt/mysql --rounds 3 --json cluster.json"
    })
final class ClusterCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often each of them happens; default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--mysql-home",
      paramLabel = "DIR",
      description =
          "MySQL 8.4 or newer: an unpacked archive, or a system in a directory, used by chroot (as"
              + " root); default: the one installed.")
  private @Nullable Path mysqlHome;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of balances, trades and moments; default: a new one.")
  private @Nullable Long seed;

  @Mixin private JsonFile json;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep logs there; default: a temporary directory, kept if anything is wrong.")
  private @Nullable Path data;

  @SuppressWarnings("NullAway.Init")
  ClusterCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    if (rounds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rounds must be at least 1, not " + rounds);
    }
    json.requireWritable();
    ClusterTrial.requireMySql(Optional.ofNullable(mysqlHome));
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    long drawn = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
    DataDirectory directory = DataDirectory.open(Optional.ofNullable(data), "cluster");
    terminal.line("seed %d; logs in %s".formatted(drawn, directory.path()));
    ClusterReport report =
        new ClusterTrial(drawn, terminal::line)
            .run(
                rounds,
                Optional.ofNullable(mysqlHome),
                directory.path(),
                ServerCommand.ofThisProgram());
    show(report, terminal);
    json.write(() -> report);
    if (!report.complaints().isEmpty()) {
      // The directory stays, for whoever looks into it.
      return ExitCode.FAILED;
    }
    directory.close();
    return ExitCode.DONE;
  }

  private static void show(ClusterReport report, Terminal terminal) {
    terminal.line("");
    report
        .faults()
        .forEach(
            (fault, recovery) ->
                terminal.line(
                    String.format(
                        Locale.ROOT,
                        "%-33s %3d times, traded again after %5d ms, at worst %5d ms",
                        fault.words(),
                        recovery.rounds(),
                        recovery.medianMillis(),
                        recovery.worstMillis())));
    terminal.line(
        "a server that hears no more of MySQL is not ready after %d ms, at worst %d ms"
            .formatted(report.unready().medianMillis(), report.unready().worstMillis()));
    terminal.line(
        "%,d trades by %,d requests, %,d batches of %,d accounts together"
            .formatted(report.trades(), report.requests(), report.batches(), report.accounts()));
    ClusterReport.Largest largest = report.largest();
    terminal.line(
        "the batch of %,d: %s swept by %,d calls in %.1f s"
            .formatted(
                largest.accounts(), largest.swept(), largest.calls(), largest.millis() / 1000.0));
    report.complaints().stream().distinct().limit(20).forEach(terminal::line);
    terminal.line(
        report.complaints().isEmpty()
            ? "every cent is accounted for, nothing is lost, nothing doubled"
            : "THE BOOKS ARE NOT RIGHT");
  }
}
