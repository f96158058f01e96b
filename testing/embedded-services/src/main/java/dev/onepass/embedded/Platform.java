// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The operating system and processor this JVM runs on, as the JVM names them. */
record Platform(String system, String processor) {

  private static final Path SELF = Path.of("/proc/self");

  static Platform current() {
    return new Platform(System.getProperty("os.name", "?"), System.getProperty("os.arch", "?"));
  }

  /**
   * Refuses, in words that say what to do instead, a platform for which no jar holds the program.
   */
  void require(Set<String> processors, String serverName, String setting) {
    if (!system.equals("Linux") || !processors.contains(processor)) {
      throw new EmbeddedServiceException(
          "The embedded %s needs Linux on %s; this is %s on %s. Point %s at a server of your own instead."
              .formatted(serverName, String.join(" or ", processors), system, processor, setting));
    }
  }

  static boolean runsAsRoot() throws IOException {
    return userId(SELF) == 0;
  }

  static boolean isOwn(Path file) throws IOException {
    return userId(file) == userId(SELF);
  }

  private static int userId(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid");
  }
}
