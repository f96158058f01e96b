// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources of all modules' tests. */
final class TestSources {

  private static final Path ROOT = Path.of("../..");

  private TestSources() {}

  /** By the names of their classes, without packages. */
  static Map<String, Path> byName() {
    try (Stream<Path> modules = Files.find(ROOT, 2, (file, is) -> is.isDirectory())) {
      return modules
          .map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .flatMap(TestSources::javaFiles)
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  file -> file,
                  (one, other) -> one));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaFiles(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
