// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.batch;

import dev.onepass.bench.lab.Machine;
import dev.onepass.command.ExitCode;
import dev.onepass.command.JsonFile;
import dev.onepass.command.QuietLogs;
import dev.onepass.simulator.Capacity;
import dev.onepass.simulator.Faults;
import dev.onepass.simulator.Latency;
import dev.onepass.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onepass bench batch}. */
@Command(
    name = "batch",
    header = "How long batches take over the real HTTP path, and with how many calls.%n",
    description = {
      "Starts the third-party simulator (20 ms a call, 200 at once), MariaDB, Redis and a server"
          + " with at most 200 calls in flight, sweeps batch after batch of fresh accounts, and"
          + " holds the books of both sides against each other after each. Times are from the"
          + " request that starts a batch to the answer that it has ended.",
      "With --uids: one batch of as many accounts of mixed balances against a simulator that"
          + " answers at once, to see how many calls a second go through.",
      "Exits 0 only if every cent is accounted for. Nothing is left behind."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  onepass bench batch --json figures.json",
      "  onepass bench batch --rounds 9 --warmups 5",
      "  JAVA_TOOL_OPTIONS=-Xmx512m onepass bench batch --uids 1000000"
    })
public final class BatchCommand implements Callable<Integer> {

  private static final Duration LATENCY = Duration.ofMillis(20);
  private static final int PARALLEL = 200;
  private static final int UIDS_MAX = 1_000_000;
  private static final String FAULTS = "504=2%,applied504=2%,foreignId=1%";

  @Spec private CommandSpec spec;

  @Mixin private JsonFile json;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Batches of each kind to measure; default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warmups",
      paramLabel = "N",
      defaultValue = "3",
      description = "Batches of each kind before that; default: ${DEFAULT-VALUE}.")
  private int warmups;

  @Option(
      names = "--uids",
      paramLabel = "N",
      defaultValue = "0",
      description = "One batch of as many accounts instead, up to 1000000.")
  private int uids;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Other balances and faults; default: ${DEFAULT-VALUE}.")
  private long seed;

  private record Report(Map<String, String> conditions, List<Line> lines) {}

  /** Made by the command line, which also sets the fields. */
  @SuppressWarnings("NullAway.Init")
  BatchCommand() {}

  @Override
  public Integer call() throws SQLException, IOException {
    requireSane();
    json.requireWritable();
    QuietLogs.errorsOnly();
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> conditions = Machine.conditions();
    conditions.forEach((name, value) -> out.printf("%-40s %s%n", name, value));
    out.printf("%nfaults, where there are some: %s%n%n%s%n", FAULTS, Line.HEAD);
    out.flush();
    List<Line> lines = new ArrayList<>();
    if (uids > 0) {
      show(many(), lines, out);
    } else {
      workloads(false, Workload.ALL, lines, out);
      workloads(true, List.of(Workload.SMALL), lines, out);
    }
    json.write(() -> new Report(conditions, lines));
    return lines.stream().allMatch(Line::conserved) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void workloads(boolean ordered, List<Workload> some, List<Line> lines, PrintWriter out)
      throws SQLException, IOException {
    SimulatorOptions options =
        SimulatorOptions.defaults()
            .withLatency(Latency.fixed(LATENCY))
            .withCapacity(new Capacity(PARALLEL, 10 * PARALLEL, 503))
            .withPerAccountOrder(ordered)
            .withSeed(seed);
    try (Rig rig = Rig.start(options, PARALLEL)) {
      Random random = new Random(seed);
      for (String faults : List.of("", FAULTS)) {
        for (Workload workload : some) {
          rig.order(Faults.parse(""));
          for (int i = 0; i < warmups; i++) {
            rig.sweep(workload.balances(random));
          }
          rig.order(Faults.parse(faults));
          List<Round> measured = new ArrayList<>();
          for (int i = 0; i < rounds; i++) {
            measured.add(rig.sweep(workload.balances(random)));
          }
          double entropy = workload.entropy();
          show(Line.of(workload.name(), ordered, faults, entropy, measured), lines, out);
        }
      }
    }
  }

  private Line many() throws SQLException, IOException {
    try (Rig rig = Rig.start(SimulatorOptions.defaults().withSeed(seed), PARALLEL)) {
      Round round = rig.sweep(Workload.mixed(uids, new Random(seed)));
      spec.commandLine().getOut().printf("accepted after %.3f s%n", round.acceptSeconds());
      return Line.of(uids + " of 0.00 to 30000.00, mixed", false, "", 0, List.of(round));
    }
  }

  private static void show(Line line, List<Line> lines, PrintWriter out) {
    lines.add(line);
    out.println(line.text());
    out.flush();
  }

  private void requireSane() {
    if (rounds < 1 || warmups < 0 || uids < 0 || uids > UIDS_MAX) {
      throw wrong("--rounds is 1 or more, --warmups 0 or more, --uids up to " + UIDS_MAX);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
