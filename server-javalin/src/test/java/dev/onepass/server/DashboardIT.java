// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onepass.server.config.ConfigLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the dashboard and the alerts ask Prometheus for, a running server tells it. */
class DashboardIT {

  private static final Path ROOT = Path.of("..");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z]\\w*)[{ ]");
  private static final Pattern SUFFIX = Pattern.compile("_(bucket|count|sum|max|total)$");
  private static final Pattern DURATION = Pattern.compile("\\d+(ms|s|m|h|d)");

  /** What Prometheus adds by itself. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up");

  @TempDir private static Path dataDir;
  private static Set<String> told;
  private static JsonNode dashboard;
  private static List<Map<String, Object>> rules;

  @BeforeAll
  static void readBothAndAskARunningServer() throws Exception {
    dashboard = new ObjectMapper().readTree(read("deploy/monitoring/grafana-dashboard.json"));
    rules = rules();
    told = metricsOfABusyServer();
  }

  @Test
  void everyMetricOnTheDashboardIsTold() {
    assertThat(namesOnTheDashboard()).isNotEmpty().isSubsetOf(told);
  }

  @Test
  void everyMetricOfOnePassIsOnTheDashboard() {
    Set<String> shown = families(namesOnTheDashboard());

    assertThat(families(told)).filteredOn(name -> name.startsWith("onepass_")).isSubsetOf(shown);
  }

  @Test
  void panelsHaveIdsOfTheirOwnATitleAndQueries() {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode panel : dashboard.get("panels")) {
      ids.add(panel.get("id").asInt());
      assertThat(panel.get("title").asText()).isNotBlank();
      assertThat(panel.has("targets")).isNotEqualTo(panel.get("type").asText().equals("row"));
    }

    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void everyMetricOfAnAlertIsTold() {
    assertThat(rules).isNotEmpty();
    for (Map<String, Object> rule : rules) {
      Set<String> names = metrics(text(rule, "expr"));
      names.removeAll(OF_PROMETHEUS);
      assertThat(told).as(text(rule, "alert")).containsAll(names);
    }
  }

  @Test
  void everyAlertSaysWhatIsWrongHowBadItIsAndWhatToDo() throws IOException {
    Set<String> recipes =
        read("docs/operations.md")
            .lines()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
            .collect(toCollection(TreeSet::new));
    for (Map<String, Object> rule : rules) {
      assertThat(rule.keySet()).contains("alert", "expr", "for", "labels", "annotations");
      assertThat(text(rule, "for")).matches(DURATION);
      assertThat(text(rule, "labels")).containsPattern("severity=(critical|warning)");
      Map<?, ?> annotations = (Map<?, ?>) rule.get("annotations");
      assertThat(annotations.get("summary").toString()).isNotBlank();
      assertThat(annotations.get("description").toString()).isNotBlank();
      String[] recipe = annotations.get("runbook_url").toString().split("#");
      assertThat(recipe[0]).isEqualTo("docs/operations.md");
      assertThat(recipes).contains(recipe[1]);
    }
    assertThat(rules.stream().map(rule -> text(rule, "alert"))).doesNotHaveDuplicates();
  }

  @Test
  void namesAreReadOutOfAQuery() {
    assertThat(
            metrics("sum by (a, b) (rate(x_total{c=\"d_e\"}[5m])) / on (f) y > 0.5 and z != 1e3"))
        .containsExactly("x_total", "y", "z");
  }

  private static Set<String> namesOnTheDashboard() {
    Set<String> names = new TreeSet<>();
    dashboard.findValuesAsText("expr").forEach(query -> names.addAll(metrics(query)));
    return names;
  }

  /** What is a name in a query, and neither a function, a word, a label, a text nor a duration. */
  private static Set<String> metrics(String query) {
    String bare =
        query
            .replaceAll("\"[^\"]*\"", "")
            .replaceAll("\\{[^}]*}|\\[[^]]*]", " ")
            .replaceAll("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", " ")
            .replaceAll("\\b(and|or|unless|bool|offset)\\b", " ");
    return Pattern.compile("(?<![\\w.])[a-zA-Z_:][\\w:]*(?!\\w|\\s*\\()")
        .matcher(bare)
        .results()
        .map(match -> match.group())
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> families(Set<String> names) {
    return names.stream()
        .map(name -> SUFFIX.matcher(name).replaceFirst(""))
        .collect(toCollection(TreeSet::new));
  }

  private static String text(Map<String, Object> rule, String key) {
    return String.valueOf(rule.get(key));
  }

  @SuppressWarnings("unchecked") // the shape of a file of rules
  private static List<Map<String, Object>> rules() throws IOException {
    var load = new Load(LoadSettings.builder().build());
    var file = (Map<String, Object>) load.loadFromString(read("deploy/monitoring/alerts.yml"));
    List<Map<String, Object>> rules = new ArrayList<>();
    for (var group : (List<Map<String, Object>>) file.get("groups")) {
      rules.addAll((List<Map<String, Object>>) group.get("rules"));
    }
    return rules;
  }

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file), UTF_8);
  }

  private static Set<String> metricsOfABusyServer() throws Exception {
    var settings =
        ConfigLoader.load(
            Optional.empty(),
            Map.of("ONEPASS_SERVER_PORT", "0", "ONEPASS_EMBEDDED_DATADIR", dataDir.toString()));
    try (OnePassServer server = OnePassServer.start(settings)) {
      server.simulator().orElseThrow().fund(1, 5_000);
      server.simulator().orElseThrow().fund(2, 5_000);
      post(server, "batchPay", "{\"batchPayId\":\"b-1\",\"uids\":[1,2]}", "wait=60");
      post(server, "userTrade", "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"1.00\"}", "");
      post(server, "queryUserAmount", "[1,2]", "");
      HttpRequest scrape = request(server, "/metrics").build();
      String text = HttpClient.newHttpClient().send(scrape, BodyHandlers.ofString()).body();
      return SAMPLE
          .matcher(text)
          .results()
          .map(match -> match.group(1))
          .collect(toCollection(TreeSet::new));
    }
  }

  private static void post(OnePassServer server, String route, String body, String prefer)
      throws Exception {
    HttpRequest request =
        request(server, "/onePass/" + route)
            .header("Prefer", prefer)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static HttpRequest.Builder request(OnePassServer server, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }
}
