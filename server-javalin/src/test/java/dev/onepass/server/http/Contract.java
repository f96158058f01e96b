// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The description of the routes as a contract: compares answers with it, to the last field, and
 * remembers which of the answers that it describes were given. Not thread-safe.
 */
final class Contract {

  private static final String ADDRESS = "https://onepass.test/openapi";

  /** Headers of any answer: those of HTTP itself, and what the description says of all. */
  private static final Set<String> OF_ANY =
      Set.of(
          "date",
          "content-type",
          "content-length",
          "transfer-encoding",
          "connection",
          "x-ksy-request-id",
          "x-content-type-options",
          "cache-control",
          "vary");

  private final JsonNode description;
  private final SchemaRegistry schemas;
  private final Set<String> given = new TreeSet<>();

  /**
   * @param description OpenAPI 3.1, in JSON
   */
  Contract(JsonNode description) {
    this.description = closed(description.deepCopy());
    String text = this.description.toString();
    this.schemas =
        SchemaRegistry.withDefaultDialect(
            Dialects.getOpenApi31(), registry -> registry.schemas(Map.of(ADDRESS, text)));
  }

  /**
   * Compares an answer with what is described for it.
   *
   * @param route such as {@code GET /onePass/batchPay/{id}}
   */
  Server.Answer check(String route, Server.Answer answer) {
    String status = Integer.toString(answer.status());
    String[] parts = route.split(" ");
    String method = parts[0].toLowerCase(Locale.ROOT);
    String pointer = "/paths/" + escaped(parts[1]) + "/" + method + "/responses/" + status;
    JsonNode described = description.at(pointer);
    assertThat(described.isObject()).as("%s answers %s, undescribed", route, answer).isTrue();
    if (described.has("$ref")) {
      pointer = described.get("$ref").asText().substring(1);
      described = description.at(pointer);
    }
    given.add(route + " " + status);
    checkBody(route, pointer, described, answer);
    checkHeaders(route, described, answer);
    return answer;
  }

  private void checkBody(String route, String pointer, JsonNode described, Server.Answer answer) {
    if (!described.has("content")) {
      assertThat(answer.text()).as("%s: no content is described", route).isEmpty();
      return;
    }
    String type = answer.header("Content-Type").orElse("none").replaceFirst(";.*", "");
    assertThat(described.get("content").has(type))
        .as("%s answers with %s, undescribed", route, type)
        .isTrue();
    if (type.equals("application/json")) {
      String schema = pointer + "/content/" + escaped(type) + "/schema";
      var errors =
          schemas.getSchema(SchemaLocation.of(ADDRESS + "#" + schema)).validate(answer.json());
      assertThat(errors).as("%s answers %s", route, answer).isEmpty();
    }
  }

  private static void checkHeaders(String route, JsonNode described, Server.Answer answer) {
    Set<String> expected = new HashSet<>(OF_ANY);
    described
        .path("headers")
        .fieldNames()
        .forEachRemaining(name -> expected.add(name.toLowerCase(Locale.ROOT)));
    assertThat(answer.response().headers().map().keySet())
        .as("headers of %s %s", route, answer.status())
        .allSatisfy(name -> assertThat(expected).contains(name.toLowerCase(Locale.ROOT)));
  }

  /** Every answer that is described, as {@code METHOD /path status}. */
  Set<String> described() {
    Set<String> all = new TreeSet<>();
    description
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            operation
                                .getValue()
                                .get("responses")
                                .fieldNames()
                                .forEachRemaining(
                                    status ->
                                        all.add(
                                            operation.getKey().toUpperCase(Locale.ROOT)
                                                + " "
                                                + path.getKey()
                                                + " "
                                                + status))));
    return all;
  }

  /** Those that were given. */
  Set<String> given() {
    return given;
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  /** Forbids fields that are not described, which JSON Schema allows unless told otherwise. */
  private static JsonNode closed(JsonNode node) {
    Set<String> bases = new HashSet<>();
    node.findValues("allOf")
        .forEach(parts -> parts.forEach(part -> bases.add(part.path("$ref").asText())));
    close(node, "#", bases);
    return node;
  }

  private static void close(JsonNode node, String pointer, Set<String> bases) {
    boolean isPart = pointer.matches(".*/allOf/[0-9]+") || bases.contains(pointer);
    boolean isMap = pointer.endsWith("/properties");
    if (node instanceof ObjectNode schema
        && !isPart
        && !isMap
        && (node.has("properties") || node.has("allOf"))
        && !node.has("additionalProperties")) {
      schema.put("unevaluatedProperties", false);
    }
    node.properties()
        .forEach(field -> close(field.getValue(), pointer + "/" + escaped(field.getKey()), bases));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      close(node.get(i), pointer + "/" + i, bases);
    }
  }
}
