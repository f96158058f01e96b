// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A command that a page tells its readers to give.
 *
 * @param page where it stands
 * @param line the whole of it, without a comment
 * @param answer what the page shows as its output; empty if it shows none
 */
record DocCommand(String page, String line, String answer) {

  private static final String PROMPT = "$ ";
  private static final Set<String> PROGRAMS =
      Set.of("./onepass", "mvn", "curl", "docker", "cp", ".ci/run", "java", "source");

  List<String> words() {
    return ShellWords.of(line);
  }

  String program() {
    return words().get(0);
  }

  List<String> arguments() {
    return words().subList(1, words().size());
  }

  /** Whether it begins like that, whatever is assigned before it. */
  boolean startsWith(String start) {
    return String.join(" ", words()).startsWith(start);
  }

  @Override
  public String toString() {
    return page + ": " + line;
  }

  static Stream<DocCommand> of(DocPage page) {
    Stream<DocCommand> inBlocks =
        page.blocks().stream()
            .flatMap(block -> ofBlock(page, block).stream().flatMap(List::stream));
    Stream<DocCommand> inSentences =
        page.inline().stream()
            .filter(code -> code.contains(" ") && isCommand(code))
            .map(code -> new DocCommand(page.file().toString(), code, ""));
    return Stream.concat(inBlocks, inSentences);
  }

  /** The commands of a block; empty if it is something else. */
  static Optional<List<DocCommand>> ofBlock(DocPage page, DocPage.Block block) {
    List<String> lines = joined(block.lines());
    boolean transcript = lines.stream().anyMatch(line -> line.startsWith(PROMPT));
    if (!transcript && !lines.stream().allMatch(DocCommand::isCommand)) {
      return Optional.empty();
    }
    List<DocCommand> commands = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!transcript || lines.get(i).startsWith(PROMPT)) {
        commands.add(command(page, lines, i, transcript));
      }
    }
    return Optional.of(commands);
  }

  private static DocCommand command(DocPage page, List<String> lines, int at, boolean transcript) {
    String line = transcript ? lines.get(at).substring(PROMPT.length()) : lines.get(at);
    List<String> answer =
        lines.subList(at + 1, lines.size()).stream()
            .takeWhile(next -> transcript && !next.startsWith(PROMPT))
            .toList();
    return new DocCommand(
        page.file().toString(), ShellWords.withoutComment(line), String.join("\n", answer));
  }

  private static boolean isCommand(String line) {
    List<String> words = ShellWords.of(line);
    return !words.isEmpty() && PROGRAMS.contains(words.get(0));
  }

  /** A backslash at its end goes on with a line. */
  private static List<String> joined(List<String> lines) {
    return String.join("\n", lines).replaceAll("\\s*\\\\\n\\s*", " ").lines().toList();
  }
}
