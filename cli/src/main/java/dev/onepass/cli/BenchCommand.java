// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onepass bench}. */
@Command(
    name = "bench",
    header = "Run a benchmark.%n",
    description = "Measures One-Pass and its yardsticks in one run, on this machine.",
    footerHeading = "%nExamples:%n",
    footer = "  onepass bench scheduler")
final class BenchCommand implements Callable<Integer> {

  /** By name and not by class, so that nothing of them is loaded for the other commands. */
  private static final Map<String, String> CLASSES =
      Map.of("scheduler", "dev.onepass.bench.scheduler.SchedulerBench");

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "There is: scheduler.")
  private String name;

  @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "Handed to the benchmark.")
  private List<String> arguments = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  BenchCommand() {}

  @Override
  public Integer call() throws Exception {
    String className = CLASSES.get(name);
    if (className == null) {
      throw new ParameterException(
          spec.commandLine(), "no benchmark '" + name + "'; there is " + CLASSES.keySet());
    }
    try {
      Class.forName(className)
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments.toArray(String[]::new));
      return ExitCode.DONE;
    } catch (ClassNotFoundException e) {
      throw new CommandFailure("the benchmark '" + name + "' is not in this build", e);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
