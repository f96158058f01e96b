// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Takes a line of a shell apart, as far as documented commands go: quotes, comments and
 * redirections.
 */
final class ShellWords {

  private static final Pattern COMMENT = Pattern.compile("\\s#\\s.*$");
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");
  private static final Set<String> REDIRECTIONS = Set.of("<", ">", ">>", "|");
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z_]+=.*");

  private ShellWords() {}

  /** The program and its arguments; without assignments before and redirections after. */
  static List<String> of(String line) {
    return WORD.matcher(withoutComment(line))
        .results()
        .map(MatchResult::group)
        .dropWhile(word -> ASSIGNMENT.matcher(word).matches())
        .takeWhile(word -> !REDIRECTIONS.contains(word))
        .map(word -> QUOTED.matcher(word).replaceAll("$1$2"))
        .toList();
  }

  static String withoutComment(String line) {
    return COMMENT.matcher(line).replaceFirst("").strip();
  }
}
