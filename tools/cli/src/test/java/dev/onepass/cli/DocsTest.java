// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guarantees name as their tests exists. */
class DocsTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| \\d+ \\|.*$");

  @Test
  void everyGuaranteeNamesTests() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/guarantees.md"), UTF_8);
    List<MatchResult> rows = ROW.matcher(page).results().toList();

    assertThat(rows).hasSize(10);
    assertThat(rows).allSatisfy(row -> assertThat(row.group()).containsPattern(TEST));
  }

  @Test
  void everyTestThatAPageNamesExists() throws IOException {
    Map<String, Path> sources = TestSources.byName();
    List<MatchResult> tests = new ArrayList<>();
    for (Path page : pages()) {
      TEST.matcher(Files.readString(page, UTF_8)).results().forEach(tests::add);
    }

    assertThat(tests).hasSizeGreaterThan(8);
    for (MatchResult test : tests) {
      assertThat(sources).containsKey(test.group(1));
      assertThat(sources.get(test.group(1)))
          .as(test.group())
          .content(UTF_8)
          .containsPattern("void " + test.group(2) + "\\(");
    }
  }

  @Test
  void theArchitectureLeadsToEveryDecision() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/architecture.md"), UTF_8);
    try (Stream<Path> decisions = Files.list(ROOT.resolve("docs/decisions"))) {
      assertThat(decisions.map(decision -> "(decisions/" + decision.getFileName() + ")"))
          .isNotEmpty()
          .allSatisfy(link -> assertThat(page).contains(link));
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> atRoot = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(atRoot, docs).filter(page -> page.toString().endsWith(".md")).toList();
    }
  }
}
