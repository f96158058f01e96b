// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onepass.server.config.ConfigLoader;
import dev.onepass.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the Kubernetes manifests promise, as far as it shows without a cluster. */
class KubernetesTest {

  private static final Path ROOT = Path.of("../..");

  private static List<JsonNode> manifests() throws IOException {
    String text = Files.readString(ROOT.resolve("deploy/kubernetes/onepass.yaml"), UTF_8);
    List<JsonNode> all = new ArrayList<>();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(text)
        .forEach(yaml -> all.add(new ObjectMapper().valueToTree(yaml)));
    return all;
  }

  private static JsonNode manifest(String kind) throws IOException {
    return manifests().stream()
        .filter(it -> it.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode pod() throws IOException {
    return manifest("Deployment").at("/spec/template/spec");
  }

  @Test
  void everyManifestIsNamedAndOfAKindThatIsThere() throws IOException {
    assertThat(manifests())
        .extracting(it -> it.path("apiVersion").asText() + " " + it.path("kind").asText())
        .containsExactly(
            "v1 ConfigMap",
            "apps/v1 Deployment",
            "v1 Service",
            "policy/v1 PodDisruptionBudget",
            "autoscaling/v2 HorizontalPodAutoscaler");
    assertThat(manifests())
        .allSatisfy(it -> assertThat(it.at("/metadata/name").asText()).isEqualTo("onepass"));
  }

  @Test
  void whoIsMeantIsTheServersOfTheDeployment() throws IOException {
    JsonNode labels = manifest("Deployment").at("/spec/template/metadata/labels");
    assertThat(manifest("Deployment").at("/spec/selector/matchLabels")).isEqualTo(labels);
    assertThat(manifest("Service").at("/spec/selector")).isEqualTo(labels);
    assertThat(manifest("PodDisruptionBudget").at("/spec/selector/matchLabels")).isEqualTo(labels);
    assertThat(manifest("HorizontalPodAutoscaler").at("/spec/scaleTargetRef/kind").asText())
        .isEqualTo("Deployment");
  }

  @Test
  void theServerUnderstandsItsEnvironmentAndListensWhereItIsLookedFor() throws IOException {
    Map<String, String> environment = new HashMap<>();
    manifest("ConfigMap")
        .path("data")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    for (JsonNode variable : pod().at("/containers/0/env")) {
      String name = variable.path("name").asText();
      environment.put(name, name.endsWith("DSN") ? "u:p@tcp(mysql:3306)/onepass" : "secret");
    }

    Settings settings = ConfigLoader.load(Optional.empty(), environment);

    int port = pod().at("/containers/0/ports/0/containerPort").asInt();
    assertThat(settings.listen()).isEqualTo(new Settings.Listen("0.0.0.0", port));
  }

  @Test
  void secretsComeFromTheSecretAlone() throws IOException {
    for (JsonNode variable : pod().at("/containers/0/env")) {
      assertThat(variable.at("/valueFrom/secretKeyRef/name").asText()).isEqualTo("onepass");
    }
    assertThat(manifest("ConfigMap").path("data").toString())
        .doesNotContainIgnoringCase("password")
        .doesNotContainIgnoringCase("token");
  }

  @Test
  void aServerIsProbedEndedAndConfinedAsInCompose() throws IOException {
    JsonNode container = pod().at("/containers/0");
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
    assertThat(pod().path("terminationGracePeriodSeconds").asInt()).isEqualTo(60);
    assertThat(pod().at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
    assertThat(ROOT.resolve("Dockerfile")).content(UTF_8).contains("USER 10001");
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
  }
}
