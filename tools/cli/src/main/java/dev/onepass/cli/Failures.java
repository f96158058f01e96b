// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.client.ClientException;
import dev.onepass.command.CommandFailure;
import dev.onepass.command.ExitCode;
import dev.onepass.embedded.EmbeddedServiceException;
import dev.onepass.server.StartFailure;
import dev.onepass.server.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How failures are told: what is wrong and what to do, and a stack trace only for a bug. */
final class Failures {

  private Failures() {}

  static int usage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName(" ");
    tell(command, name + ": " + oneLine(failure) + " - see '" + name + " --help'");
    return ExitCode.USAGE;
  }

  private static String oneLine(ParameterException failure) {
    return failure instanceof UnmatchedArgumentException unmatched
        ? "there is no " + unmatched.getUnmatched().get(0) + " here" + suggestion(unmatched)
        : String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static String suggestion(UnmatchedArgumentException unmatched) {
    return unmatched.getSuggestions().stream()
        .findFirst()
        .map(suggestion -> "; did you mean " + suggestion + "?")
        .orElse("");
  }

  static int execution(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof ConfigException wrong) {
      wrong.problems().forEach(problem -> tell(command, "onepass: configuration: " + problem));
      return ExitCode.USAGE;
    }
    if (failure instanceof CommandFailure
        || failure instanceof ClientException
        || failure instanceof StartFailure
        || failure instanceof EmbeddedServiceException) {
      tell(command, "onepass: " + failure.getMessage());
      return ExitCode.FAILED;
    }
    tell(command, "onepass: a bug, please report it");
    failure.printStackTrace(command.getErr());
    return ExitCode.FAILED;
  }

  private static void tell(CommandLine command, String line) {
    command.getErr().println(line);
    command.getErr().flush();
  }
}
