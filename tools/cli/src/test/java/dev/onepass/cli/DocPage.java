// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown page, as far as it tells commands: its blocks of preformatted lines, fenced or
 * indented by four blanks, and the code within its sentences.
 *
 * @param file from the root of the source tree
 * @param blocks in their order
 * @param inline what stands between single backticks, in one line each
 */
record DocPage(Path file, List<Block> blocks, List<String> inline) {

  private static final Path ROOT = Path.of("../..");
  private static final String FENCE = "```";
  private static final String INDENT = "    ";
  private static final Pattern INLINE = Pattern.compile("`([^`]+)`");

  /**
   * @param language as the fence names it; empty without one
   */
  record Block(String language, List<String> lines) {}

  /** All that people read, but for the changelog, whose commands may be of the past. */
  static List<DocPage> all() {
    try (Stream<Path> atRoot = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(atRoot, docs)
          .filter(file -> file.toString().endsWith(".md") && !file.endsWith("CHANGELOG.md"))
          .sorted()
          .map(DocPage::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DocPage read(Path file) {
    try {
      return parse(ROOT.relativize(file), Files.readAllLines(file, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DocPage parse(Path file, List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    var sentences = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(FENCE)) {
        List<String> inside = takeWhile(lines, i + 1, next -> !next.startsWith(FENCE));
        blocks.add(new Block(line.substring(FENCE.length()), inside));
        i += inside.size() + 1;
      } else if (line.startsWith(INDENT) && (i == 0 || lines.get(i - 1).isBlank())) {
        List<String> inside = takeWhile(lines, i, next -> next.startsWith(INDENT));
        blocks.add(new Block("", inside.stream().map(String::strip).toList()));
        i += inside.size() - 1;
      } else {
        sentences.append(line).append('\n');
      }
    }
    return new DocPage(file, blocks, inline(sentences));
  }

  private static List<String> takeWhile(List<String> lines, int from, Predicate<String> wanted) {
    return lines.subList(from, lines.size()).stream().takeWhile(wanted).toList();
  }

  private static List<String> inline(CharSequence sentences) {
    return INLINE
        .matcher(sentences)
        .results()
        .map(code -> code.group(1).replaceAll("\\s+", " "))
        .toList();
  }
}
