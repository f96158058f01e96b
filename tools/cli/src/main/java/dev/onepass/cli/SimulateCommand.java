// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.cli.demo.DemoUsers;
import dev.onepass.command.CommandFailure;
import dev.onepass.command.ExitCode;
import dev.onepass.command.Terminal;
import dev.onepass.simulator.Capacity;
import dev.onepass.simulator.Credentials;
import dev.onepass.simulator.Faults;
import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.SlowAccounts;
import dev.onepass.simulator.ThirdPartySimulator;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onepass simulate}. */
@Command(
    name = "simulate",
    header = "Run the third-party payment API alone, with faults to order.%n",
    description = {
      "Runs the third-party payment API on this machine, with money that is only in its books.",
      "POST .../initAccount sets balances, GET .../books tells the books, POST .../faults orders"
          + " other faults while it runs."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  onepass simulate --users 1000",
      "  onepass simulate --latency 20ms~0.5 --capacity 40:80 \\",
      "    --faults \"504=2%%,applied504=2%%,drop=1%%,foreignId=1%%\""
    })
final class SimulateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "40009",
      description = "Default: ${DEFAULT-VALUE}; 0 takes a free one.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Default: ${DEFAULT-VALUE}.")
  private String bind;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "0",
      description = "Open the accounts 1001 to 1000+N, with 14.48 to 200995.87 on them.")
  private int users;

  @Option(
      names = "--latency",
      paramLabel = "TIME[~SIGMA]",
      defaultValue = "0ms",
      description = "How long a call takes: always the same, or lognormal with this mean.")
  private String latency;

  @Option(
      names = "--capacity",
      paramLabel = "N[:QUEUE[:STATUS]]",
      description = "Serve N calls at once, let QUEUE more wait, and answer the rest 503 or 504.")
  private @Nullable String capacity;

  @Option(
      names = "--throttle",
      paramLabel = "N",
      defaultValue = "0",
      description = "Answer 429 to more than N calls a second.")
  private int throttle;

  @Option(
      names = "--slow",
      paramLabel = "PERCENT:TIME",
      description = "Make so many of the accounts slower by that, such as 2%%:2s.")
  private @Nullable String slow;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      defaultValue = "",
      description =
          "What goes wrong, and how often: 504, applied504, drop, dropApplied, foreignId, garbage,"
              + " garbageApplied, throttle, slow, swallow, swallowApplied as percentages; slowFor,"
              + " swallowFor; failBegin, failFinish; deadFrom=UID; outage=504|401|drop|swallow.")
  private String faults;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What is left to chance is the same for the same seed.")
  private long seed;

  @Option(
      names = "--ordered",
      description = "Payments of one account take effect in the order of their arrival.")
  private boolean ordered;

  @Option(
      names = "--kingstar-id",
      paramLabel = "ID",
      description = "Refuse callers with another one; goes with --kingstar-token.")
  private @Nullable String kingstarId;

  @Option(names = "--kingstar-token", paramLabel = "T", description = "The same for their token.")
  private @Nullable String kingstarToken;

  @SuppressWarnings("NullAway.Init")
  SimulateCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    ThirdPartySimulator simulator = start(options());
    simulator.fund(DemoUsers.of(users, seed).centsByUid());
    Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "shutdown"));
    tell(simulator, Terminal.of(spec.commandLine().getOut()));
    new CountDownLatch(1).await();
    return ExitCode.DONE;
  }

  private static ThirdPartySimulator start(SimulatorOptions options) {
    try {
      return ThirdPartySimulator.start(options);
    } catch (IOException e) {
      throw new CommandFailure(e.getMessage() + "; give another --port", e);
    }
  }

  private SimulatorOptions options() {
    if (users < 0 || users > DemoUsers.COUNT_MAX) {
      throw wrong("--users", "0 to " + DemoUsers.COUNT_MAX, Integer.toString(users));
    }
    SimulatorOptions options =
        SimulatorOptions.defaults()
            .withBindAddress(bind)
            .withLatency(read("--latency", latency, SimulateOptionText::latency))
            .withFaults(read("--faults", faults, Faults::parse))
            .withSeed(seed)
            .withPerAccountOrder(ordered)
            .withCapacity(
                capacity == null
                    ? Capacity.UNLIMITED
                    : read("--capacity", capacity, SimulateOptionText::capacity))
            .withSlowAccounts(
                slow == null
                    ? SlowAccounts.NONE
                    : read("--slow", slow, SimulateOptionText::slowAccounts));
    options = read("--port", port, options::withPort);
    return withCredentials(read("--throttle", throttle, options::withThrottlePerSecond));
  }

  private SimulatorOptions withCredentials(SimulatorOptions options) {
    if (kingstarId == null && kingstarToken == null) {
      return options;
    }
    if (kingstarId == null || kingstarToken == null) {
      throw new ParameterException(
          spec.commandLine(), "--kingstar-id and --kingstar-token go together");
    }
    return options.withCredentials(new Credentials(kingstarId, kingstarToken));
  }

  private <T, R> R read(String option, T value, Function<T, R> reader) {
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
    }
  }

  private ParameterException wrong(String option, String right, String value) {
    return new ParameterException(
        spec.commandLine(), "%s must be %s, not %s".formatted(option, right, value));
  }

  private static void tell(ThirdPartySimulator simulator, Terminal terminal) {
    terminal.line("The third party is simulated on " + simulator.baseUri() + ". For a server:");
    terminal.line("");
    terminal.line("api:");
    terminal.line("  payUrl: " + simulator.payUri());
    terminal.line("  batchPayBeginUrl: " + simulator.batchPayBeginUri());
    terminal.line("  batchPayFinishUrl: " + simulator.batchPayFinishUri());
    terminal.line("");
    terminal.line("Its books: " + simulator.payUri().resolve("books") + ". Ctrl-C ends it.");
  }
}
