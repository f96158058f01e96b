// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How to start this program again, as a server in a process of its own. */
public final class ServerCommand {

  private ServerCommand() {}

  /** The command, which works in any directory; settings are its environment. */
  public static List<String> ofThisProgram() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        // It starts often and does not live long.
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-XX:+ExitOnOutOfMemoryError",
        "-cp",
        absoluteClassPath(),
        Main.class.getName(),
        "serve");
  }

  private static String absoluteClassPath() {
    String separator = System.getProperty("path.separator");
    return Stream.of(System.getProperty("java.class.path").split(separator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(separator));
  }
}
