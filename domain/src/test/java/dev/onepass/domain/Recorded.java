// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What something deterministic did when it was last looked at, in a file beside the tests. Whoever
 * changes what it does sees where, and writes it down again if that is meant.
 */
public final class Recorded {

  private static final Path DIRECTORY = Path.of("src/test/resources/dev/onepass/domain/recorded");

  private Recorded() {}

  /** Compares what was done now with what was recorded under that name, line by line. */
  public static void assertSame(String name, List<String> lines) throws IOException {
    Path file = DIRECTORY.resolve(name + ".txt");
    if (Boolean.getBoolean("recorded.write")) {
      Files.createDirectories(DIRECTORY);
      Files.write(file, lines, UTF_8);
    }
    assertThat(lines)
        .as(
            "if this is meant, write it down with mvn test -pl domain -am -Dtest=*RecordTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Drecorded.write=true")
        .isEqualTo(Files.readAllLines(file, UTF_8));
  }
}
