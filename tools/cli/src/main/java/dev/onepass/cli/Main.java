// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code onepass} command itself, with what a server and its operators need. */
@Command(
    name = "onepass",
    description =
        "A ledger of user balances, and an engine that sweeps external accounts into it, exact to"
            + " the cent.",
    subcommands = {
      ServeCommand.class,
      CheckCommand.class,
      SweepCommand.class,
      ReconcileCommand.class,
      CompletionCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = CommandLine.ScopeType.INHERIT,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  onepass demo                           see it work, with nothing to install",
      "  onepass serve                          a server on 127.0.0.1:40008, data in ./data",
      "  onepass sweep payday-1 1001 1002       sweep two accounts by way of that server",
      "  onepass simulate --faults \"504=2%%\"     a third party that fails now and then",
      "  onepass simulate-faults                everything going wrong that can, in virtual time",
      "",
      "Exit codes: 0 done; 1 failed; 2 bad usage or configuration; 3 cannot be built or started."
    })
class Main implements Runnable {

  @Spec private CommandSpec spec;

  /** Called by the command line, which sets the field. */
  @SuppressWarnings("NullAway.Init")
  Main() {}

  /** Runs the command line and exits. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine main = hasWorkshop() ? Workshop.commandLine() : new CommandLine(Main.class);
    return main.setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler(Failures::execution)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpWidth(100);
  }

  /** A container's image is without the libraries of the rest. */
  private static boolean hasWorkshop() {
    try {
      Class.forName("dev.onepass.bench.BenchCommand", false, Main.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "which command? One of " + String.join(", ", spec.subcommands().keySet()));
  }
}
