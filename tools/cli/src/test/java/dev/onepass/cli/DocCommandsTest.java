// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command on every page is one that there is, and is run here unless a reason is given. Those
 * for a server are {@link DocServerTest}'s, that for a shell is {@link CompletionTest}'s.
 */
class DocCommandsTest {

  private static final Path ROOT = Path.of("../..");

  /** Blocks that are not commands, by how they begin. */
  private static final Map<String, String> NOT_COMMANDS =
      Map.of(
          "before              after", "what the demo prints at its end",
          "2026-11-23T", "a line of the log",
          "group_replication_consistency", "settings of MySQL");

  /** What is run instead of what takes long. */
  private static final Map<String, String> RUN =
      Map.of(
          "./onepass demo",
          "demo --users 5 --json books.json",
          "./onepass --help",
          "--help",
          "./onepass COMMAND --help",
          "sweep --help",
          "./onepass 命令 --help",
          "demo --help",
          "./onepass simulate-faults --seeds 10000",
          "simulate-faults --seeds 5",
          "./onepass simulate-faults --seeds 1 --seed 4711 --events 500",
          "simulate-faults --seeds 1 --seed 4711 --events 500");

  /** What is not run, by how it begins. All of {@code ./onepass} is parsed all the same. */
  private static final Map<String, String> EXCUSED =
      Map.of(
          "docker ", "needs Docker; ComposeTest reads its files",
          "cp .env.example .env", "for Docker; ComposeTest reads it",
          "mvn ", "this is such a build; what the command names is looked up",
          ".ci/run", "runs this test",
          "java -jar onepass-cli.jar serve", "the jar is made after the tests",
          "./onepass serve --config FILE", "FILE is the reader's own",
          "./onepass check", "FILE is the reader's own; CheckCommandTest runs it",
          "./onepass reconcile", "FILE is the third party's; ReconcileCommandTest runs it",
          "./onepass torture", "kills processes for minutes; .ci/run has it",
          "./onepass bench", "measures for minutes");

  private static List<DocCommand> commands() {
    return DocPage.all().stream().flatMap(DocCommand::of).toList();
  }

  static Stream<String> runnable() {
    return RUN.values().stream().sorted();
  }

  @Test
  void everyBlockWithoutALanguageIsCommandsOrIsListedAsSomethingElse() {
    List<String> others = new ArrayList<>();
    for (DocPage page : DocPage.all()) {
      page.blocks().stream()
          .filter(block -> Set.of("", "sh", "bash", "console").contains(block.language()))
          .filter(block -> DocCommand.ofBlock(page, block).isEmpty())
          .forEach(block -> others.add(block.lines().get(0).strip()));
    }

    assertThat(others)
        .allMatch(first -> NOT_COMMANDS.keySet().stream().anyMatch(first::startsWith));
    assertThat(NOT_COMMANDS.keySet())
        .as("listed, and on some page")
        .allMatch(start -> others.stream().anyMatch(first -> first.startsWith(start)));
  }

  @Test
  void everyCommandIsRunOrExcusedAndNothingIsExcusedThatNoPageSays() {
    List<DocCommand> commands = commands();

    assertThat(commands).hasSizeGreaterThan(40);
    assertThat(commands)
        .allMatch(
            command ->
                RUN.containsKey(command.line())
                    || DocServerTest.runs(command)
                    || command.line().equals(CompletionTest.SOURCE)
                    || EXCUSED.keySet().stream().anyMatch(command::startsWith));
    assertThat(RUN.keySet())
        .allMatch(line -> commands.stream().anyMatch(command -> command.line().equals(line)));
    assertThat(EXCUSED.keySet())
        .allMatch(start -> commands.stream().anyMatch(command -> command.startsWith(start)));
  }

  @Test
  void everyOptionAndSubcommandOfAPageIsKnown() {
    List<DocCommand> ours =
        commands().stream().filter(command -> command.program().equals("./onepass")).toList();

    assertThat(ours).hasSizeGreaterThan(20);
    for (DocCommand command : ours) {
      String[] arguments =
          command.arguments().stream()
              .map(word -> Set.of("COMMAND", "命令").contains(word) ? "demo" : word)
              .toArray(String[]::new);
      assertThat(Main.commandLine().parseArgs(arguments).errors()).as("%s", command).isEmpty();
    }
  }

  @Test
  void everyModuleAndTestThatMavenIsAskedForIsThere() {
    for (DocCommand command : commands()) {
      if (command.program().equals("mvn")) {
        requireModules(command);
        requireTest(command);
      }
    }
  }

  private static void requireModules(DocCommand command) {
    int option = command.words().indexOf("-pl");
    if (option >= 0) {
      for (String module : command.words().get(option + 1).split(",")) {
        assertThat(ROOT.resolve(module).resolve("pom.xml")).as("%s", command).exists();
      }
    }
  }

  private static void requireTest(DocCommand command) {
    String[] test =
        command.words().stream()
            .filter(word -> word.startsWith("-Dtest="))
            .map(word -> word.substring("-Dtest=".length()).split("#"))
            .findFirst()
            .orElse(new String[0]);
    if (test.length > 0) {
      assertThat(TestSources.byName()).as("%s", command).containsKey(test[0]);
      assertThat(TestSources.byName().get(test[0]))
          .content()
          .contains(test.length > 1 ? "void " + test[1] + "(" : "class " + test[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("runnable")
  void whatAPageSaysRuns(String line, @TempDir Path directory) {
    String[] arguments =
        ShellWords.of(line).stream()
            .map(word -> word.equals("books.json") ? directory.resolve(word).toString() : word)
            .toArray(String[]::new);
    Invocation invocation = Invocation.of(arguments);

    assertThat(invocation.code()).as(invocation.errors()).isZero();
    assertThat(invocation.output()).isNotBlank();
    if (line.contains("books.json")) {
      assertThat(directory.resolve("books.json")).content().contains("\"conserved\"");
    }
  }
}
