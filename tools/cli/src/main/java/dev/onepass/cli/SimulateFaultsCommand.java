// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.command.ExitCode;
import dev.onepass.command.JsonFile;
import dev.onepass.command.Terminal;
import dev.onepass.faults.FaultSimulation;
import dev.onepass.faults.Occurrence;
import dev.onepass.faults.Occurrences;
import dev.onepass.faults.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onepass simulate-faults}. */
@Command(
    name = "simulate-faults",
    header = "Try to break it: everything going wrong that can, in virtual time.%n",
    description = {
      "Runs nodes, a database, a cache, leases, clients and a third party in memory. The seed decides"
          + " what happens, in which order and what goes wrong; a model checks after every step what"
          + " must always be true.",
      "Exits 0 only if all seeds hold. A seed that does not is shown with its last events, and fails"
          + " again in the same step."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  onepass simulate-faults --seeds 10000",
      "  onepass simulate-faults --seeds 1 --seed 4711 --events 500",
      "  onepass simulate-faults --seeds 100000 --seed 1000000 --json faults.json"
    })
final class SimulateFaultsCommand implements Callable<Integer> {

  private static final int SEEDS_MAX = 100_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many seeds to run; default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The first of them; the others follow; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "How many of the last events to show of a seed that fails; default: ${DEFAULT-VALUE}.")
  private int events;

  @Mixin private JsonFile json;

  private final Occurrences occurrences = new Occurrences();
  private long digest;
  private long steps;
  private long virtualNanos;

  @SuppressWarnings("NullAway.Init")
  SimulateFaultsCommand() {}

  @Override
  public Integer call() throws IOException {
    requireSound();
    json.requireWritable();
    // What goes wrong is ordered, so a warning of each is no news. Before the first logger is made.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    long startNanos = System.nanoTime();
    Verdict failed = run();
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    show(terminal, failed, took);
    json.write(() -> report(failed, took));
    return failed == null ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void requireSound() {
    if (seeds < 1 || seeds > SEEDS_MAX) {
      throw wrong("--seeds must be 1 to " + SEEDS_MAX + ", not " + seeds);
    }
    if (events < 0) {
      throw wrong("--events must not be negative: " + events);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Runs the seeds; the first that fails ends it. */
  private @Nullable Verdict run() {
    try (FaultSimulation simulation = new FaultSimulation(events)) {
      for (long next = seed; next < seed + seeds; next++) {
        Verdict verdict = simulation.run(next);
        occurrences.addAll(verdict.occurrences());
        digest = 31 * digest + verdict.digest();
        steps += verdict.steps();
        virtualNanos += verdict.virtualNanos();
        if (!verdict.holds()) {
          return verdict;
        }
      }
    }
    return null;
  }

  private void show(Terminal terminal, @Nullable Verdict failed, Duration took) {
    for (Occurrence occurrence : Occurrence.values()) {
      terminal.line("%,14d  %s".formatted(occurrences.of(occurrence), occurrence));
    }
    terminal.line(
        "%,14d  steps, %,d s of virtual time, in %.1f s; digest %016x"
            .formatted(steps, virtualNanos / 1_000_000_000, took.toMillis() / 1e3, digest));
    Verdict.Violation violation = failed == null ? null : failed.violation();
    if (failed == null || violation == null) {
      terminal.line(terminal.good("All %,d seeds from %d on hold.".formatted(seeds, seed)));
      return;
    }
    violation.last().forEach(terminal::line);
    terminal.line(
        terminal.bad(
            "Seed %d fails in step %d: %s"
                .formatted(failed.seed(), violation.step(), violation.what())));
    terminal.line("Again: ./onepass simulate-faults --seeds 1 --seed " + failed.seed());
  }

  private Map<String, Object> report(@Nullable Verdict failed, Duration took) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("firstSeed", seed);
    report.put("seeds", seeds);
    report.put("holds", failed == null);
    report.put("steps", steps);
    report.put("virtualSeconds", virtualNanos / 1_000_000_000);
    report.put("milliseconds", took.toMillis());
    report.put("digest", "%016x".formatted(digest));
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Occurrence occurrence : Occurrence.values()) {
      counts.put(occurrence.toString(), occurrences.of(occurrence));
    }
    report.put("occurrences", counts);
    if (failed != null) {
      report.put("failed", failed.violation());
      report.put("failedSeed", failed.seed());
    }
    return report;
  }
}
