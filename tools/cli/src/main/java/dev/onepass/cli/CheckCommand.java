// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.command.ExitCode;
import dev.onepass.command.Terminal;
import dev.onepass.server.Checkup;
import dev.onepass.server.Checkup.Verdict;
import dev.onepass.server.config.Settings;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code onepass check}. */
@Command(
    name = "check",
    header = "Try what a server would use, without starting one.%n",
    description = {
      "Reads the configuration, says what would be used (secrets masked), and tries it: the port,"
          + " the third party's addresses, the database with the user's rights, its clock and any"
          + " balances that are there, the cache and what it evicts. Changes nothing, pays nothing.",
      "Exits 0 if a server would start and do its work, be it with warnings; 1 if not; 2 if the"
          + " configuration is wrong."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  onepass check", "  onepass check --config /etc/onepass.yaml"})
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ConfigOption config;

  @SuppressWarnings("NullAway.Init")
  CheckCommand() {}

  @Override
  public Integer call() {
    Settings settings = config.settings();
    List<Checkup.Finding> findings = Checkup.of(settings);
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    terminal.line(settings.toString());
    for (Checkup.Finding finding : findings) {
      terminal.line(
          "%-7s %s: %s"
              .formatted(
                  finding.verdict().name().toLowerCase(Locale.ROOT),
                  finding.key(),
                  finding.words()));
    }
    return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.WRONG)
        ? ExitCode.FAILED
        : ExitCode.DONE;
  }
}
