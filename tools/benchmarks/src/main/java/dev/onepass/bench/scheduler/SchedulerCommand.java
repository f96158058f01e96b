// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import dev.onepass.command.ExitCode;
import dev.onepass.command.JsonFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onepass bench scheduler}. */
@Command(
    name = "scheduler",
    header = "How well the number of calls in flight is chosen, in virtual time.%n",
    description = {
      "Plays sweeps against models of a third party that queues, refuses, collapses, limits its"
          + " rate, fails or goes away: once for each way to choose how many calls are in flight,"
          + " once with limits from 1 to 500 and once from 10 to 60. Makespans are given as"
          + " multiples of the best fixed limit in hindsight, calls as multiples of the fewest"
          + " possible.",
      "No time passes and nothing is sent: the same seeds give the same figures on any machine,"
          + " but for vegas, whose library draws random numbers of its own."
    },
    sortOptions = false,
    modelTransformer = SchedulerCommand.Explanation.class)
public final class SchedulerCommand implements Callable<Integer> {

  /** Appends the form of a scenario file to the help: told once, in the standard file itself. */
  static final class Explanation implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec command) {
      Stream<String> form = Scenarios.explanation().map(line -> line.replace("%", "%%"));
      Stream<String> lines = Stream.concat(form, Stream.of(EXAMPLES));
      command
          .usageMessage()
          .footerHeading("%nThe scenario file:%n")
          .footer(lines.toArray(String[]::new));
      return command;
    }
  }

  private static final String[] EXAMPLES = {
    "",
    "Examples:",
    "  onepass bench scheduler --json figures.json",
    "  onepass bench scheduler --seed 101,102,103 --ours",
    "  onepass bench scheduler --scenarios mine.yaml",
    "  onepass bench scheduler --ours --charts ."
  };

  @Spec private CommandSpec spec;

  @Option(
      names = "--scenarios",
      paramLabel = "FILE",
      description = "Servers, capacities and batches of your own; the form is below.")
  private @Nullable Path scenarios;

  @Option(
      names = "--print-scenarios",
      description = "Print the standard scenario file, to start one of your own from, and stop.")
  private boolean print;

  @Option(
      names = "--seed",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description = "Of all that is drawn by lot; several are played in turn. Default: 1.")
  private List<Long> seeds = List.of();

  @Mixin private JsonFile json;

  @Option(
      names = "--charts",
      paramLabel = "DIR",
      description = "Also draw there how ours finds the capacity of each server, as PNG.")
  private @Nullable Path charts;

  @Option(names = "--ours", description = "Leave the yardsticks out.")
  private boolean oursOnly;

  /** Made by the command line, which also sets the fields. */
  @SuppressWarnings("NullAway.Init")
  SchedulerCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (print) {
      out.print(Scenarios.standardText());
      out.flush();
      return ExitCode.DONE;
    }
    json.requireWritable();
    Scenarios played = scenarios();
    if (charts != null) {
      draw(played, charts);
    }
    List<Contestant> contestants = new ArrayList<>(List.of(Contestant.OURS));
    contestants.addAll(oursOnly ? List.of() : Contestant.YARDSTICKS);
    SchedulerReport report =
        new SchedulerReport(seeds, new Laboratory(contestants).play(played, seeds));
    out.print(report.table());
    out.flush();
    json.write(report::json);
    return ExitCode.DONE;
  }

  private void draw(Scenarios played, Path directory) throws IOException {
    if (!Files.isWritable(directory)) {
      throw wrong("--charts: cannot write into " + directory);
    }
    Charts.draw(played, seeds.get(0), directory);
  }

  private Scenarios scenarios() throws IOException {
    try {
      return scenarios == null ? Scenarios.standard() : Scenarios.read(scenarios);
    } catch (NoSuchFileException e) {
      throw wrong("--scenarios: there is no file " + e.getFile());
    } catch (IllegalArgumentException e) {
      throw wrong("--scenarios: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
