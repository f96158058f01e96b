// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.OnePass;
import dev.onepass.memory.InMemoryThirdParty;
import dev.onepass.mysql.MySqlAdapter;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A project that is started with docs/embedding.md gets what the page says. */
class EmbeddingDocTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(onepass-[^<]+)<");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  private static final String SPRING_IMPORTS =
      """
      import dev.onepass.memory.*;
      import dev.onepass.ports.time.Timekeeper;
      import org.springframework.boot.test.context.TestConfiguration;
      import org.springframework.context.annotation.Bean;

      """;

  @TempDir private Path directory;

  /** The blocks of the page in a language. */
  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(ROOT.resolve("docs/embedding.md"), UTF_8))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  @Test
  void theBomHasTheDependenciesUnderTheVersionThatIsBuilt() throws IOException {
    String bom = Files.readString(ROOT.resolve("bom/pom.xml"), UTF_8);
    String built = all(VERSION, Files.readString(ROOT.resolve("pom.xml"), UTF_8)).get(0);
    List<String> poms = blocks("xml");

    assertThat(poms).hasSize(2);
    assertThat(all(VERSION, poms.get(0))).containsExactly(built);
    assertThat(all(ARTIFACT, poms.get(0))).containsExactly("onepass-bom");
    assertThat(all(ARTIFACT, bom)).containsAll(all(ARTIFACT, poms.get(1)));
  }

  @Test
  void theFirstProgramPrintsWhatThePageShowsWithItsDependenciesAlone() throws Exception {
    List<String> dependencies = all(ARTIFACT, blocks("xml").get(1));

    Compiled program =
        Compiled.source(blocks("java").get(0), Compiled.classPathOf(dependencies), directory);

    assertThat(program.outputOf("Payday").lines())
        .containsExactlyInAnyOrderElementsOf(blocks("text").get(0).lines().toList());
  }

  @Test
  void theFirstProgramIsTheExample() throws IOException {
    Path example = ROOT.resolve("examples/payday");
    String pom = Files.readString(example.resolve("pom.xml"), UTF_8).replaceAll("\\s", "");

    assertThat(example.resolve("src/main/java/Payday.java")).hasContent(blocks("java").get(0));
    assertThat(example.resolve("src/test/java/MapLeasesTest.java"))
        .hasContent(blocks("java").get(2));
    assertThat(pom).contains(blocks("xml").get(0).replaceAll("\\s", ""));
    assertThat(all(ARTIFACT, pom)).containsAll(all(ARTIFACT, blocks("xml").get(1)));
  }

  @Test
  void theConfigurationInMemorySweepsWithoutADatabase() throws Exception {
    String source = SPRING_IMPORTS + blocks("java").get(1);
    Class<?> inMemory =
        Compiled.source(source, Compiled.classPathOfTests(), directory).besideThisTest("InMemory");

    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                OnePassAutoConfiguration.class,
                OnePassMySqlAutoConfiguration.class,
                OnePassThirdPartyAutoConfiguration.class))
        .withUserConfiguration(inMemory)
        .run(
            context -> {
              assertThat(context).hasNotFailed().doesNotHaveBean(MySqlAdapter.class);
              sweep(context.getBean(OnePass.class), context.getBean(InMemoryThirdParty.class));
            });
  }

  private static void sweep(OnePass onePass, InMemoryThirdParty bank) {
    var uid = new Uid(1001);
    var batch = new BatchId("payday-1");
    bank.deposit(uid, Money.of("14.48"));

    onePass.batches().start(batch, List.of(uid));
    onePass.batches().whenFinished(batch).toCompletableFuture().join();

    assertThat(onePass.balances().readPastCache(List.of(uid)).get(uid).amount())
        .isEqualTo(Money.of("14.48"));
  }

  @Test
  void theStarterKnowsEveryPropertyOfThePage() throws IOException {
    StringBuilder known = new StringBuilder();
    String metadata = "META-INF/spring-configuration-metadata.json";
    for (URL resource : Collections.list(getClass().getClassLoader().getResources(metadata))) {
      try (InputStream text = resource.openStream()) {
        known.append(new String(text.readAllBytes(), UTF_8));
      }
    }
    List<String> keys =
        blocks("properties").get(0).lines().map(line -> line.split("=", 2)[0]).toList();

    assertThat(keys).hasSizeGreaterThan(7);
    assertThat(keys).allSatisfy(key -> assertThat(known).contains("\"name\": \"" + key + "\""));
  }
}
