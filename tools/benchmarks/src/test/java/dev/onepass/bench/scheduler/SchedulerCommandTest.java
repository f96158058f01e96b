// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.bench.lab.LineChart;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;

class SchedulerCommandTest {

  private static final String SMALL =
      """
      capacities: [10]
      servers: [{name: mine, serviceMillis: 35, queue: 2, faults: 0.01}]
      workloads: [{name: small, accounts: 50, from: 1.00, to: 99.00}]
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path scenarios;
  private Path json;

  @BeforeEach
  void namesTheFiles() {
    scenarios = folder.resolve("mine.yaml");
    json = folder.resolve("figures.json");
  }

  private int run(String... options) {
    return new CommandLine(new SchedulerCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(options);
  }

  @Test
  void writesEveryFigureOfEveryContestant() throws Exception {
    Files.writeString(scenarios, SMALL);

    int status = run("--scenarios", scenarios.toString(), "--json", json.toString());

    assertThat(status).isZero();
    String text = Files.readString(json);
    assertThat(new Load(LoadSettings.builder().build()).loadFromString(text)).isNotNull();
    assertThat(text)
        .contains(
            "\"free\" : {\n    \"median\" : ", "\"band\" : {\n    \"median\" : ", "\"others\" : {")
        .contains("p90", "worst", "unfinished", "callsP90", "callsWorst", "box")
        .contains("fixed10", "fixed20", "fixed60", "reference", "aimd", "vegas", "gradient2");
    assertThat(out.toString()).contains("ours on mine", "1 cells, seed 1");
  }

  @Test
  void drawsAPictureOfEachServer() throws Exception {
    Files.writeString(scenarios, SMALL);

    int status = run("--scenarios", scenarios.toString(), "--ours", "--charts", folder.toString());

    assertThat(status).isZero();
    BufferedImage picture = ImageIO.read(folder.resolve("mine.png").toFile());
    assertThat(colours(picture))
        .as("three lines")
        .contains(
            LineChart.COLOURS.get(0).getRGB(),
            LineChart.COLOURS.get(1).getRGB(),
            LineChart.COLOURS.get(2).getRGB())
        .doesNotContain(LineChart.COLOURS.get(3).getRGB());
  }

  private static Set<Integer> colours(BufferedImage picture) {
    int[] pixels =
        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    return Arrays.stream(pixels).boxed().collect(Collectors.toSet());
  }

  @Test
  void saysThatItCannotDrawBeforeItPlays() {
    assertThat(run("--charts", folder.resolve("nowhere").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--charts: cannot write into", "nowhere");
  }

  @Test
  void saysWhichSettingOfWhichServerIsWrong() throws Exception {
    Files.writeString(scenarios, "servers: [{name: mine, quue: 2}]");

    int status = run("--scenarios", scenarios.toString());

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("servers mine", "'quue'");
  }

  @Test
  void saysThatTheFileIsMissing() {
    assertThat(run("--scenarios", scenarios.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("no file", "mine.yaml");
  }

  @Test
  void explainsEveryKeyOfAScenarioFile() {
    String help = new CommandLine(new SchedulerCommand()).getUsageMessage();

    assertThat(help).contains("serviceMillis", "slowShare", "swallows", "median, sigma");
  }

  @Test
  void refusesAnOptionThatItDoesNotKnow() throws Exception {
    assertThat(run("--sed", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("--sed");
  }

  @Test
  void whatItPrintsAsStandardCanBeReadBack() throws Exception {
    run("--print-scenarios");
    Files.writeString(scenarios, out.toString());

    assertThat(Scenarios.read(scenarios)).isEqualTo(Scenarios.standard());
    assertThat(Scenarios.standard().servers()).hasSize(10);
  }
}
