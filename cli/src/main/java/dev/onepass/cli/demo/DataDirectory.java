// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.demo;

import dev.onepass.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a demo's databases keep their data. One that was not asked for is deleted on close.
 *
 * @param path where
 * @param isTemporary whether it goes with the demo
 */
record DataDirectory(Path path, boolean isTemporary) implements AutoCloseable {

  /**
   * The directory asked for, which must be empty or absent, or a temporary one: balances of an
   * earlier demo would spoil the books of this one, and a server's must not be touched.
   */
  static DataDirectory open(Optional<Path> wanted) throws IOException {
    if (wanted.isEmpty()) {
      return new DataDirectory(Files.createTempDirectory("onepass-demo-"), true);
    }
    Path path = wanted.get();
    Files.createDirectories(path);
    try (Stream<Path> content = Files.list(path)) {
      if (content.findAny().isPresent()) {
        throw new CommandFailure(path + " is not empty; the demo needs a directory of its own");
      }
    }
    return new DataDirectory(path, false);
  }

  @Override
  public void close() throws IOException {
    if (isTemporary) {
      try (Stream<Path> files = Files.walk(path)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
