// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench;

import dev.onepass.bench.batch.BatchCommand;
import dev.onepass.bench.http.HttpCommand;
import dev.onepass.bench.journal.JournalCommand;
import dev.onepass.bench.query.QueryCommand;
import dev.onepass.bench.scheduler.SchedulerCommand;
import dev.onepass.bench.transfers.TransfersCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onepass bench}: each benchmark is a subcommand of its own package. */
@Command(
    name = "bench",
    header = "Measure One-Pass beside its yardsticks, in one run.%n",
    description = {
      "Each benchmark measures ours and what it is compared with in turns, in one run on this"
          + " machine, prints medians and ratios and the conditions they were taken under, and"
          + " checks at its end that no money was made or lost."
    },
    subcommands = {
      TransfersCommand.class,
      HttpCommand.class,
      QueryCommand.class,
      JournalCommand.class,
      SchedulerCommand.class,
      BatchCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {"  onepass bench transfers", "  onepass bench batch"})
public final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Made by the command line, which also sets the field. */
  @SuppressWarnings("NullAway.Init")
  BenchCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "which benchmark? One of " + String.join(", ", spec.subcommands().keySet()));
  }
}
