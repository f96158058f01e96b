// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The drawing of the architecture shows the modules and arrows that the poms have. */
class DrawingTest {

  private static final Path ROOT = Path.of("..");
  private static final Path DRAWING = ROOT.resolve("docs/images/architecture.dot");
  private static final Set<String> MODULES =
      Set.of(
          "ports",
          "domain",
          "adapters-mysql",
          "adapters-redis",
          "adapters-thirdparty",
          "adapters-memory",
          "server-javalin",
          "spring-boot-starter");

  private static final Pattern ARROW =
      Pattern.compile("\"?([\\w-]+)\"? -> \"?([\\w-]+)\"?( \\[lhead=cluster_adapters])?");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>dev.onepass</groupId>\\s*<artifactId>onepass-([\\w-]+)</artifactId>"
              + "(?!\\s*(<version>.*</version>)?\\s*<scope>test)");

  @Test
  void theArrowsAreThoseOfThePoms() throws IOException {
    Set<String> drawn = new TreeSet<>();
    Matcher arrow = ARROW.matcher(Files.readString(DRAWING));
    while (arrow.find()) {
      if (MODULES.contains(arrow.group(1)) && MODULES.contains(arrow.group(2))) {
        drawn.addAll(arrow.group(3) == null ? one(arrow) : toEachAdapter(arrow.group(1)));
      }
    }
    Set<String> depended = new TreeSet<>();
    for (String module : MODULES) {
      Matcher dependency =
          DEPENDENCY.matcher(Files.readString(ROOT.resolve(module).resolve("pom.xml")));
      while (dependency.find()) {
        if (MODULES.contains(dependency.group(1))) {
          depended.add(module + " -> " + dependency.group(1));
        }
      }
    }
    assertThat(drawn).isEqualTo(depended);
  }

  /** The picture is made from the text: what the text names is in the picture. */
  @Test
  void thePictureIsOfThisText() throws IOException {
    String picture =
        Files.readString(ROOT.resolve("docs/images/architecture.svg")).replace("&#45;", "-");
    for (String module : MODULES) {
      assertThat(picture).contains(">" + module + "<");
    }
    long arrows = ARROW.matcher(Files.readString(DRAWING)).results().count();
    assertThat(Pattern.compile("class=\"edge\"").matcher(picture).results().count())
        .isEqualTo(arrows);
  }

  private static Set<String> one(Matcher arrow) {
    return Set.of(arrow.group(1) + " -> " + arrow.group(2));
  }

  private static Set<String> toEachAdapter(String module) {
    return MODULES.stream()
        .filter(name -> name.startsWith("adapters-"))
        .map(adapter -> module + " -> " + adapter)
        .collect(Collectors.toSet());
  }
}
