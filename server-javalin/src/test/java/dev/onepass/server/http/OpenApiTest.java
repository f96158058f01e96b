// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Compares the description of the routes with the routes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {

  private Server server;
  private JsonNode description;

  @BeforeAll
  void start() {
    server = Server.with();
    description = server.get("/openapi.json").json();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void describesEveryRouteAndNoOther() {
    Set<String> described = new TreeSet<>();
    description
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

    // The parts of pages are the pages' own business.
    Set<String> served = new TreeSet<>(server.routes());
    served.removeIf(route -> route.startsWith("GET " + Pages.PARTS));
    assertThat(described).isEqualTo(served);
  }

  @Test
  void namesEveryError() {
    List<String> named = new ArrayList<>();
    description.at("/components/schemas/ErrorCode/enum").forEach(name -> named.add(name.asText()));

    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
  }

  @Test
  void referencesLeadSomewhere() {
    List<JsonNode> references = description.findValues("$ref");

    assertThat(references).hasSizeGreaterThan(100);
    assertThat(references)
        .allSatisfy(
            reference ->
                assertThat(description.at(reference.asText().substring(1)).isObject()).isTrue());
  }

  @Test
  void everyRouteHasAnIdOfItsOwnASummaryATagAndAnswers() {
    List<JsonNode> operations = new ArrayList<>();
    description.get("paths").forEach(path -> path.forEach(operations::add));

    assertThat(operations)
        .extracting(it -> it.path("operationId").asText())
        .doesNotHaveDuplicates();
    assertThat(operations)
        .allSatisfy(
            it -> {
              assertThat(it.path("operationId").asText()).isNotBlank();
              assertThat(it.path("summary").asText()).isNotBlank();
              assertThat(it.path("tags")).hasSize(1);
              assertThat(it.path("responses").has("200")).isTrue();
            });
  }

  /** In YAML's short form a comma in a sentence ends it, and what follows looks like a name. */
  @Test
  void noSentenceBecameAName() {
    List<String> names = new ArrayList<>();
    collectNames(description, names);

    assertThat(names).allSatisfy(name -> assertThat(name).doesNotContain(" "));
  }

  @Test
  void theYamlSaysTheSameAsTheJson() {
    Object yaml =
        new Load(LoadSettings.builder().build()).loadFromString(server.get("/openapi.yaml").text());

    assertThat(new String(Json.bytes(yaml), UTF_8)).isEqualTo(server.get("/openapi.json").text());
    assertThat(description.get("openapi").asText()).isEqualTo("3.1.0");
  }

  private static void collectNames(JsonNode node, List<String> names) {
    node.fieldNames().forEachRemaining(names::add);
    node.forEach(child -> collectNames(child, names));
  }
}
