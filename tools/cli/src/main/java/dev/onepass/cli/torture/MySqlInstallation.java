// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.command.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A MySQL on this machine, installed or in a directory of its own: an unpacked archive, or a whole
 * system in a directory, which is entered by {@code chroot}.
 *
 * @param command runs the server program
 * @param root where the server's own file names begin
 * @param data where directories for its data can be made, as this process sees it
 */
record MySqlInstallation(List<String> command, Path root, Path data) {

  private static final List<String> PLACES = List.of("usr/sbin/mysqld", "bin/mysqld");

  private static final String HOW_TO_GET_ONE =
      "On Debian, as root: debootstrap --variant=minbase --include=mysql-server-core sid DIR, and"
          + " give --mysql-home DIR; or unpack an archive of MySQL 8.4 or newer and give its"
          + " directory.";

  /**
   * The installation to use.
   *
   * @param home where it is, if not where systems have it
   * @param data where an installation that needs no chroot keeps its data
   * @throws CommandFailure if there is none, or it is not MySQL
   */
  static MySqlInstallation find(Optional<Path> home, Path data) {
    Path from = home.orElse(Path.of("/")).toAbsolutePath();
    Path program =
        PLACES.stream()
            .map(from::resolve)
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () -> new CommandFailure("no mysqld below " + from + ". " + HOW_TO_GET_ONE));
    boolean isSystem = home.isPresent() && Files.isDirectory(from.resolve("etc"));
    MySqlInstallation found =
        isSystem
            ? new MySqlInstallation(
                List.of("chroot", from.toString(), "/" + from.relativize(program)), from, from)
            : new MySqlInstallation(List.of(program.toString()), Path.of("/"), data);
    found.requireMySql();
    return found;
  }

  /** The command that runs the server with options, none of them from a file. */
  List<String> with(List<String> options) {
    List<String> all = new ArrayList<>(command);
    all.add("--no-defaults");
    all.addAll(options);
    return all;
  }

  /** The server's own name for a file. */
  String nameOf(Path file) {
    return "/" + root.relativize(file);
  }

  private void requireMySql() {
    String version = output(Stream.concat(command.stream(), Stream.of("--version")).toList());
    if (!version.contains("Ver ") || version.contains("MariaDB")) {
      throw new CommandFailure(
          "%s is no MySQL that runs here: %s. %s"
              .formatted(String.join(" ", command), version.strip(), HOW_TO_GET_ONE));
    }
  }

  private static String output(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailure("cannot run " + String.join(" ", command), e);
    }
  }
}
