// SPDX-License-Identifier: Apache-2.0
package dev.onepass.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a command's databases keep their data. One that was not asked for is deleted on close.
 *
 * @param path where
 * @param isTemporary whether it goes with the command
 */
public record DataDirectory(Path path, boolean isTemporary) implements AutoCloseable {

  /**
   * The directory asked for, which must be empty or absent, or a temporary one: balances of an
   * earlier run would spoil the books of this one, and a server's must not be touched.
   *
   * @param command names a temporary one
   */
  public static DataDirectory open(Optional<Path> wanted, String command) throws IOException {
    if (wanted.isEmpty()) {
      return new DataDirectory(Files.createTempDirectory("onepass-" + command + "-"), true);
    }
    Path path = wanted.get();
    Files.createDirectories(path);
    try (Stream<Path> content = Files.list(path)) {
      if (content.findAny().isPresent()) {
        throw new CommandFailure(
            path + " is not empty; " + command + " needs a directory of its own");
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
