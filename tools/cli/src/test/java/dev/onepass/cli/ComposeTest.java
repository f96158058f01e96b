// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onepass.server.config.ConfigLoader;
import dev.onepass.server.config.Secret;
import dev.onepass.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What docker-compose.yml promises, as far as it shows without Docker. */
class ComposeTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern REQUIRED = Pattern.compile("\\$\\{(\\w+):\\?[^}]*}");

  private static JsonNode services() throws IOException {
    String text = Files.readString(ROOT.resolve("docker-compose.yml"), UTF_8);
    Object yaml = new Load(LoadSettings.builder().build()).loadFromString(text);
    return new ObjectMapper().valueToTree(yaml).path("services");
  }

  private static List<String> ports(JsonNode service) {
    return StreamSupport.stream(service.path("ports").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  @Test
  void theHostPortsAreTheReferencesAndOnlyTheApplicationIsOpen() throws IOException {
    assertThat(ports(services().path("onepass-app"))).containsExactly("0.0.0.0:40008:40008");
    assertThat(ports(services().path("mysql"))).containsExactly("127.0.0.1:8002:3306");
    assertThat(ports(services().path("redis"))).containsExactly("127.0.0.1:7002:6379");
  }

  @Test
  void noSecretHasADefault() throws IOException {
    services()
        .forEach(
            service ->
                service
                    .path("environment")
                    .properties()
                    .forEach(
                        variable -> {
                          if (variable.getKey().matches(".*(PASSWORD|TOKENS|DSN|AUTH)")) {
                            assertThat(variable.getValue().asText()).containsPattern(REQUIRED);
                          }
                        }));
  }

  @Test
  void everyRequiredVariableIsInTheExample() throws IOException {
    String compose = Files.readString(ROOT.resolve("docker-compose.yml"), UTF_8);
    List<String> example = Files.readAllLines(ROOT.resolve(".env.example"), UTF_8);

    REQUIRED
        .matcher(compose)
        .results()
        .forEach(variable -> assertThat(example).contains(variable.group(1) + "="));
  }

  @Test
  void theApplicationUnderstandsItsEnvironment() throws IOException {
    Map<String, String> environment = new HashMap<>();
    services()
        .path("onepass-app")
        .path("environment")
        .properties()
        .forEach(
            variable -> {
              // Compose hands on a variable without a value only if it is set.
              if (!variable.getValue().isNull()) {
                environment.put(
                    variable.getKey(),
                    REQUIRED.matcher(variable.getValue().asText()).replaceAll("secret"));
              }
            });

    Settings settings = ConfigLoader.load(Optional.empty(), environment);

    assertThat(settings.listen()).isEqualTo(new Settings.Listen("0.0.0.0", 40008));
    assertThat(settings.mysql().orElseThrow().value())
        .startsWith("onepass:secret@tcp(mysql:3306)/onepass?");
    assertThat(settings.redis().orElseThrow().addresses())
        .extracting(Secret::value)
        .containsExactly("redis:6379");
  }

  @Test
  void whatTheApplicationWaitsForHasAHealthCheck() throws IOException {
    services()
        .path("onepass-app")
        .path("depends_on")
        .properties()
        .forEach(
            dependency ->
                assertThat(dependency.getValue().path("condition").asText())
                    .isEqualTo("service_healthy"));
    assertThat(services().path("mysql").has("healthcheck")).isTrue();
    assertThat(services().path("redis").has("healthcheck")).isTrue();
    assertThat(ROOT.resolve("Dockerfile")).content(UTF_8).contains("HEALTHCHECK", "/health/live");
  }
}
