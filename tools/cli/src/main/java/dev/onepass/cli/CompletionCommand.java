// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.command.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code onepass completion}. */
@Command(
    name = "completion",
    header = "Print a script that completes this command by TAB, in bash and zsh.%n",
    description = {
      "Commands and options are completed once the shell has read the script:",
      "",
      "  source <(./onepass completion)"
    },
    footerHeading = "%nExamples:%n",
    footer = "  onepass completion > ~/.local/share/bash-completion/completions/onepass")
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  CompletionCommand() {}

  @Override
  public Integer call() {
    CommandLine onepass = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(onepass.getCommandName(), onepass));
    out.flush();
    return ExitCode.DONE;
  }
}
