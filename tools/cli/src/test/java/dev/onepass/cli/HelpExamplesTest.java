// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The examples of every command's help can be given as they stand. */
class HelpExamplesTest {

  static Collection<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    addWithSubcommands(Main.commandLine(), all);
    return all;
  }

  private static void addWithSubcommands(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(each -> addWithSubcommands(each, all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyExampleParses(CommandLine command) {
    // The examples of onepass itself are of its commands.
    String name = command.getCommandSpec().qualifiedName(" ");
    List<List<String>> examples = examples(command).toList();

    assertThat(examples).isNotEmpty();
    for (List<String> example : examples) {
      String[] arguments = example.subList(1, example.size()).toArray(String[]::new);
      assertThat(Main.commandLine().parseArgs(arguments).errors()).as("%s", example).isEmpty();
      assertThat(String.join(" ", example)).startsWith(name);
    }
  }

  private static Stream<List<String>> examples(CommandLine command) {
    String footer = String.join("\n", command.getCommandSpec().usageMessage().footer());
    return footer
        .replace("%%", "%")
        .replaceAll("\\s*\\\\\n\\s*", " ")
        .lines()
        .map(HelpExamplesTest::withoutExplanation)
        .map(ShellWords::of)
        .filter(words -> !words.isEmpty() && words.get(0).equals("onepass"));
  }

  /** Which stands apart from the example by two blanks or more. */
  private static String withoutExplanation(String line) {
    return line.strip().split(" {2,}")[0];
  }
}
