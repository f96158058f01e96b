// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.cli.progress.BatchFollower;
import dev.onepass.cli.progress.Progress;
import dev.onepass.client.BatchStatus;
import dev.onepass.client.OnePassClient;
import dev.onepass.command.ExitCode;
import dev.onepass.command.Terminal;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onepass sweep}. */
@Command(
    name = "sweep",
    header = "Send a batch to a running server, and follow it.%n",
    description = {
      "Sends a batch to a running server and follows its progress. The same command again does"
          + " nothing twice: it goes on following.",
      "Exits 0 if every account is settled; 1 if some are not, or were refused."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  onepass sweep payday-1 1001 1002 1003",
      "  onepass sweep payday-2 --uids-file users.txt --server https://pay.example.com"
    })
final class SweepCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ID", description = "The id of the batch: yours to choose.")
  private String id;

  @Parameters(index = "1..*", paramLabel = "UID", description = "The accounts to sweep.")
  private List<String> uids = new ArrayList<>();

  @Option(
      names = "--uids-file",
      paramLabel = "FILE",
      description = "More of them: separated by blanks, commas or lines; - for standard input.")
  private @Nullable Path uidsFile;

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:40008",
      description = "The server; default: ${DEFAULT-VALUE}.")
  private URI server;

  @Option(
      names = "--token",
      paramLabel = "T",
      defaultValue = "${env:ONEPASS_TOKEN}",
      description =
          "Sent as X-KSY-TOKEN; better given as ONEPASS_TOKEN, which no list of processes shows.")
  private @Nullable String token;

  @Option(names = "--json", description = "Print the outcome as JSON, and nothing else.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  SweepCommand() {}

  @Override
  public Integer call() {
    requireSense();
    OnePassClient client = new OnePassClient(server, Optional.ofNullable(token));
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    List<Long> accounts = accounts();
    client.startBatch(id, accounts);
    BatchStatus end;
    try (Progress progress =
        json ? Progress.silent() : Progress.on(terminal, id, accounts.size())) {
      end = new BatchFollower(client, this::note).follow(id, progress);
    }
    terminal.line(json ? client.get(OnePassClient.batchPath(id)).data().toString() : text(end));
    return end.isFinished() && end.rejected() == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void note(String text) {
    spec.commandLine().getErr().println("onepass: " + text);
  }

  private void requireSense() {
    if (!id.matches("[!-~]+")) {
      throw wrong("a batch id has no blanks, and only ASCII characters");
    }
    if (!"http".equals(server.getScheme()) && !"https".equals(server.getScheme())) {
      throw wrong("--server must be a URL such as http://127.0.0.1:40008, not " + server);
    }
    if (uids.isEmpty() && uidsFile == null) {
      throw wrong("which accounts? Give UIDs or --uids-file");
    }
  }

  private List<Long> accounts() {
    try {
      List<Long> all = new ArrayList<>(uids.stream().map(Uids::parse).toList());
      if (uidsFile != null) {
        all.addAll(Uids.read(uidsFile));
      }
      return all;
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static String text(BatchStatus end) {
    return String.format(
        Locale.ROOT,
        "%,d of %,d accounts settled, %,.2f swept, %,d calls%s%s%s",
        end.settled(),
        end.total(),
        end.swept(),
        end.calls(),
        some(end.missing(), "unknown to the third party"),
        some(end.rejected(), "refused by the third party: see the batch's items"),
        some(end.unresolved(), "not finished yet, tried again by itself; send again to follow"));
  }

  private static String some(long count, String what) {
    return count == 0 ? "" : String.format(Locale.ROOT, "%n%,d %s", count, what);
  }
}
