// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.cli.demo.DemoUsers;
import dev.onepass.command.CommandFailure;
import dev.onepass.command.ExitCode;
import dev.onepass.command.Terminal;
import dev.onepass.server.OnePassServer;
import dev.onepass.server.config.Settings;
import dev.onepass.simulator.ThirdPartySimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onepass serve}. */
@Command(
    name = "serve",
    header = "Run the server.%n",
    description = {
      "Runs the server until SIGTERM or Ctrl-C: it then takes no more work, finishes what is in"
          + " flight, and leaves the rest for the next start.",
      "Every setting can also come from the environment: mysql.dsn is ONEPASS_MYSQL_DSN."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  onepass serve                                 embedded MariaDB, Redis and third party",
      "  onepass serve --config /etc/onepass.yaml --port 8080"
    })
final class ServeCommand implements Callable<Integer> {

  private static final String ADDRESS_FILE = "ONEPASS_ADDRESS_FILE";
  private static final int PLAY_ACCOUNTS = 100;

  @Spec private CommandSpec spec;

  @Mixin private ConfigOption config;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Listen on this port, whatever the configuration says; 0 takes a free one.")
  private @Nullable Integer port;

  @SuppressWarnings("NullAway.Init")
  ServeCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = settings();
    OnePassServer server = OnePassServer.start(settings);
    server.closeAtExit();
    tellWhere(settings.listen().local() + "/" + server.port());
    server.simulator().ifPresent(this::fund);
    // A signal ends the process.
    new CountDownLatch(1).await();
    return ExitCode.DONE;
  }

  /**
   * Writes where the server listens to the file that the environment names: the image's health
   * check reads it, whatever port the configuration gives.
   */
  private static void tellWhere(String address) {
    String file = System.getenv(ADDRESS_FILE);
    if (file != null) {
      try {
        Files.writeString(Path.of(file), address + "\n");
      } catch (IOException e) {
        throw new CommandFailure(ADDRESS_FILE + ": cannot write " + file, e);
      }
    }
  }

  /**
   * A third party without accounts would be of no use to anybody who tries this for the first time.
   */
  private void fund(ThirdPartySimulator simulator) {
    DemoUsers users = DemoUsers.of(PLAY_ACCOUNTS, 1);
    simulator.fund(users.centsByUid());
    Terminal.of(spec.commandLine().getOut())
        .line(
            "The simulated third party holds %s in the accounts %d to %d; try: onepass sweep first %d"
                .formatted(users.total(), users.firstUid(), users.lastUid(), users.firstUid()));
  }

  private Settings settings() {
    Settings settings = config.settings();
    if (port == null) {
      return settings;
    }
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535, not " + port);
    }
    return settings.withPort(port);
  }
}
