// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.embedded.EmbeddedMariaDb;
import dev.onepass.server.config.Key;
import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.ThirdPartySimulator;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README says is so. */
class ReadmeTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)[^)]*\\)");
  private static final Pattern TABLE_KEY = Pattern.compile("`([a-z]+(?:\\.[a-zA-Z]+)+)`");

  private static final String CLASS =
      """
      import dev.onepass.domain.OnePass;
      import dev.onepass.domain.model.TransferCommand;
      import dev.onepass.mysql.*;
      import dev.onepass.ports.model.*;
      import dev.onepass.thirdparty.*;
      import java.net.URI;
      import java.util.List;

      public class Embedding {
        public static Object run(
            String dsn, URI pay, URI begin, URI finish, String id, String token) {
          %s
          Object balances = onePass.balances().readPastCache(List.of(new Uid(1001), new Uid(1002)));
          onePass.close();
          bank.close();
          mysql.close();
          return balances;
        }
      }
      """;

  private static String read(String name) throws IOException {
    return Files.readString(ROOT.resolve(name), UTF_8);
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(ReadmeTest::group).toList();
  }

  private static String group(MatchResult result) {
    return result.group(1);
  }

  @Test
  void theLinesForEmbeddersCompileAndSweep(@TempDir Path directory) throws Exception {
    String lines = all(JAVA, read("README.md")).get(0);
    assertThat(lines.lines()).hasSizeLessThanOrEqualTo(10);
    try (EmbeddedMariaDb mariaDb = EmbeddedMariaDb.temporary();
        ThirdPartySimulator bank = ThirdPartySimulator.start(SimulatorOptions.defaults())) {
      bank.fund(Map.of(1001L, 14_48L, 1002L, 200_995_87L));

      Object balances = run(compiled(lines, directory), mariaDb, bank);

      assertThat(balances.toString()).contains("114.98", "200895.37");
      assertThat(bank.books().totals().remainingCents()).isZero();
    }
  }

  private static Path compiled(String lines, Path directory) throws IOException {
    Path source = directory.resolve("Embedding.java");
    Files.writeString(source, CLASS.formatted(lines), UTF_8);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int result =
        compiler.run(
            null,
            null,
            null,
            "-classpath",
            System.getProperty("java.class.path"),
            "-d",
            directory.toString(),
            source.toString());
    assertThat(result).as("javac").isZero();
    return directory;
  }

  private static Object run(Path classes, EmbeddedMariaDb mariaDb, ThirdPartySimulator bank)
      throws Exception {
    String dsn =
        "%s:%s@tcp(%s:%d)/onepass"
            .formatted(mariaDb.user(), mariaDb.password(), mariaDb.host(), mariaDb.port());
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      return loader
          .loadClass("Embedding")
          .getMethod(
              "run", String.class, URI.class, URI.class, URI.class, String.class, String.class)
          .invoke(
              null,
              dsn,
              bank.payUri(),
              bank.batchPayBeginUri(),
              bank.batchPayFinishUri(),
              "40008",
              "a token");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh.md"})
  void theConfigurationTableHasEveryKeyButTheUnused(String readme) throws IOException {
    List<String> documented = all(TABLE_KEY, read(readme));
    List<String> known = Arrays.stream(Key.values()).map(Key::path).toList();

    assertThat(documented)
        .containsAll(known.stream().filter(key -> !key.equals("gitlab.url")).toList());
  }

  static Stream<String> pages() {
    return Stream.concat(
        Stream.of("CHANGELOG.md"), DocPage.all().stream().map(page -> page.file().toString()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(String page) throws IOException {
    Path directory = ROOT.resolve(page).getParent();

    for (String link : all(LINK, read(page))) {
      assertThat(directory.resolve(link)).as(page + " -> " + link).exists();
    }
  }

  @Test
  void bothLanguagesShowTheSameExamples() throws IOException {
    Pattern block = Pattern.compile("```(?:java)?\n(.*?)```", Pattern.DOTALL);

    assertThat(all(block, read("README.zh.md"))).isEqualTo(all(block, read("README.md")));
  }
}
