// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A mistake that somebody could make: edits of the real source.
 *
 * @param name the mistake in words
 * @param edits what makes it
 */
record Mutation(String name, List<Edit> edits) {

  private static final Path ROOT = Path.of("../..");

  /**
   * @param file of which module, and which source file in it: {@code domain/ledger/Books}
   * @param old a text that is there exactly once
   * @param replacement what is there instead
   */
  record Edit(String file, String old, String replacement) {

    private Path path() {
      int slash = file.indexOf('/');
      String module = file.substring(0, slash);
      String root = module.equals("adapters-memory") ? "memory" : module;
      return ROOT.resolve(module)
          .resolve("src/main/java/dev/onepass")
          .resolve(root)
          .resolve(file.substring(slash + 1) + ".java");
    }
  }

  static Mutation of(String name, Edit... edits) {
    return new Mutation(name, List.of(edits));
  }

  static Edit edit(String file, String old, String replacement) {
    return new Edit(file, old, replacement);
  }

  /**
   * The edited files: their names and texts.
   *
   * @throws IllegalStateException if a text to be replaced is not there exactly once
   */
  Map<String, String> sources() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Edit edit : edits) {
      String name = edit.path().getFileName().toString();
      String text = texts.getOrDefault(name, Files.readString(edit.path(), UTF_8));
      int at = text.indexOf(edit.old());
      if (at < 0 || text.indexOf(edit.old(), at + 1) >= 0) {
        throw new IllegalStateException(
            "not there exactly once in " + edit.path() + ", adapt the mutation: " + edit.old());
      }
      texts.put(name, text.replace(edit.old(), edit.replacement()));
    }
    return texts;
  }

  @Override
  public String toString() {
    return name;
  }
}
