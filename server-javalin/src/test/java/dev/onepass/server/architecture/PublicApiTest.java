// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Nothing that embedders see changes unnoticed: it is all written down, and a change of it is a
 * change of that file, which says in a review what programs may break. Until there is a release, no
 * older one can be compared with.
 */
class PublicApiTest {

  private static final Path FILE = Path.of("src/test/resources/public-api.txt");

  @Test
  void thePublicApiIsTheOneThatIsWrittenDown() throws IOException {
    List<String> now = PublicApi.lines();
    if (Boolean.getBoolean("api.write")) {
      Files.write(FILE, now, UTF_8);
    }

    List<String> before = Files.readAllLines(FILE, UTF_8);

    assertThat(now)
        .as(
            "if this is meant, write it down with mvn test -pl server-javalin -am"
                + " -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dapi.write=true:\n%s",
            PublicApi.difference(before, now))
        .isEqualTo(before);
  }

  @Test
  void theFrontDoorIsSmall() {
    List<String> types =
        PublicApi.lines().stream()
            .filter(
                line ->
                    line.matches(
                        "(class|interface|record|enum) dev\\.onepass\\.domain\\.((event|model)\\.)?\\w+\\b.*"))
            .filter(line -> !line.contains("$"))
            .toList();
    assertThat(types).hasSizeBetween(10, 20);
  }
}
