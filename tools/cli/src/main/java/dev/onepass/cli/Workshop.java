// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.bench.BenchCommand;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code onepass} command with all that shows, tries and measures One-Pass. This needs more
 * than a server does: embedded databases, the fault simulation and the benchmarks.
 */
@Command(
    subcommands = {
      DemoCommand.class,
      SimulateCommand.class,
      SimulateFaultsCommand.class,
      BenchCommand.class,
      TortureCommand.class
    })
final class Workshop extends Main {

  private Workshop() {}

  static CommandLine commandLine() {
    CommandLine main = new CommandLine(Workshop.class);
    // It runs servers of this program, which the other benchmarks do not know.
    Objects.requireNonNull(main.getSubcommands().get("bench")).addSubcommand(new ClusterCommand());
    return main;
  }
}
