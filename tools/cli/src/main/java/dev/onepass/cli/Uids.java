// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads account numbers. */
final class Uids {

  private static final Path STANDARD_INPUT = Path.of("-");

  private Uids() {}

  /**
   * @throws IllegalArgumentException if it is no whole number above zero
   */
  static long parse(String text) {
    try {
      long uid = Long.parseLong(text);
      if (uid > 0) {
        return uid;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same words.
    }
    throw new IllegalArgumentException("a UID is a whole number above zero, not '" + text + "'");
  }

  /**
   * Reads a file of them, separated by blanks, commas or lines; {@code #} begins a comment.
   *
   * @param file {@code -} for the standard input
   * @throws IllegalArgumentException if it cannot be read or something in it is no UID; says where
   */
  static List<Long> read(Path file) {
    try {
      byte[] bytes =
          file.equals(STANDARD_INPUT) ? System.in.readAllBytes() : Files.readAllBytes(file);
      return parse(file, new String(bytes, UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file, e);
    }
  }

  private static List<Long> parse(Path file, String text) {
    List<Long> uids = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      for (String word : line.replaceFirst("#.*", "").strip().split("[\\s,]+")) {
        if (!word.isEmpty()) {
          uids.add(parse(file, number, word));
        }
      }
    }
    return uids;
  }

  private static long parse(Path file, int line, String word) {
    try {
      return parse(word);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ", line " + line + ": " + e.getMessage(), e);
    }
  }
}
