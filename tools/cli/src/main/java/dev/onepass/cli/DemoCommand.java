// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.cli.demo.ClosingTable;
import dev.onepass.cli.demo.Demo;
import dev.onepass.cli.demo.DemoOptions;
import dev.onepass.cli.demo.DemoReport;
import dev.onepass.cli.demo.DemoUsers;
import dev.onepass.command.ExitCode;
import dev.onepass.command.JsonFile;
import dev.onepass.command.QuietLogs;
import dev.onepass.command.Terminal;
import dev.onepass.simulator.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onepass demo}. */
@Command(
    name = "demo",
    header = "See it work, everything embedded: sweep, trade, query, validate, check the books.%n",
    description = {
      "Runs MariaDB, Redis, a third party that fails and a server on this machine, sweeps accounts,"
          + " trades, queries, validates, and compares the books of both sides.",
      "Exits 0 only if every cent is accounted for. Nothing is left behind."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  onepass demo",
      "  onepass demo --users 1000 --json books.json",
      "  onepass demo --faults \"504=20%%,dropApplied=10%%\""
    })
final class DemoCommand implements Callable<Integer> {

  /** As many as a bad day brings. */
  private static final String FAULTS =
      "504=2%,applied504=2%,drop=0.5%,dropApplied=0.5%,foreignId=1%";

  @Spec private CommandSpec spec;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "100",
      description = "Accounts to sweep, of 14.48 to 200995.87; default: ${DEFAULT-VALUE}.")
  private int users;

  @Mixin private JsonFile json;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      defaultValue = FAULTS,
      description =
          "What goes wrong at the third party, as for simulate; default: ${DEFAULT-VALUE}.")
  private String faults;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Other balances, faults and trades; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the databases' data there, in a new or empty directory.")
  private @Nullable Path data;

  @SuppressWarnings("NullAway.Init")
  DemoCommand() {}

  @Override
  public Integer call() throws IOException {
    DemoOptions options = options();
    json.requireWritable();
    QuietLogs.errorsOnly();
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    DemoReport report = new Demo(options, terminal).play();
    new ClosingTable(report, terminal).show();
    json.write(() -> report);
    return report.conserved() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private DemoOptions options() {
    if (users < 1 || users > DemoUsers.COUNT_MAX) {
      throw wrong("--users must be 1 to " + DemoUsers.COUNT_MAX + ", not " + users);
    }
    try {
      return new DemoOptions(users, seed, Faults.parse(faults), Optional.ofNullable(data));
    } catch (IllegalArgumentException e) {
      throw wrong("--faults: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
