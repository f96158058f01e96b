// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what a server left in its log when it ended too early into words that say what to do. */
final class StartFailure {

  private static final int LINES_SHOWN = 12;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final Pattern MISSING_LIBRARY =
      Pattern.compile("error while loading shared libraries: ([^:]+): cannot open");
  private static final Pattern OLD_C_LIBRARY =
      Pattern.compile("version [`'](GLIBC\\w*_[0-9.]+)' not found");

  private StartFailure() {}

  static boolean isPortTaken(String log) {
    return log.contains("Address already in use");
  }

  static EmbeddedServiceException explain(
      String serverName, String setting, Path logFile, int exitCode) throws IOException {
    String log = Files.readString(logFile, ISO_8859_1);
    return new EmbeddedServiceException(
        "The embedded %s did not start: %s".formatted(serverName, reason(log, exitCode, logFile))
            + " Or point %s at a server of your own.".formatted(setting));
  }

  static String reason(String log, int exitCode, Path logFile) {
    Matcher missing = MISSING_LIBRARY.matcher(log);
    if (missing.find()) {
      return "this system lacks the shared library %s. Install the package that holds it."
          .formatted(missing.group(1));
    }
    Matcher old = OLD_C_LIBRARY.matcher(log);
    if (old.find()) {
      return "this system's C library is too old, %s is needed. Use a newer Linux release."
          .formatted(old.group(1));
    }
    if (exitCode == NOT_EXECUTABLE) {
      return "its program may not be executed where it was unpacked (a noexec mount?)."
          + " Set XDG_CACHE_HOME to a directory that allows it.";
    }
    if (exitCode == NOT_FOUND) {
      return "this system cannot load its program, which needs the GNU C library (Alpine's musl is none)."
          + " Use a glibc-based Linux.";
    }
    return "it ended with exit code %d. The end of its log, %s:%n%s%n"
        .formatted(exitCode, logFile, tail(log));
  }

  private static String tail(String log) {
    List<String> lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }
}
