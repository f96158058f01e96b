// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages do with a server answers as they show, on one that is started as they say. */
class DocServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Fields that differ from run to run. */
  private static final Set<String> VARYING =
      Set.of(
          "requestId",
          "timestamp",
          "at",
          "acceptedAt",
          "startedAt",
          "finishedAt",
          "calls",
          "version");

  /** Whether this test sees to the command. */
  static boolean runs(DocCommand command) {
    return command.program().equals("curl")
        || command.line().startsWith("./onepass sweep ")
        || command.line().equals("./onepass serve");
  }

  @Test
  void aServerAnswersWhatThePagesShow(@TempDir Path directory) throws Exception {
    List<DocCommand> commands = forAServer();
    assertThat(commands).hasSizeGreaterThan(7);
    try (ServeProcess server = ServeProcess.start(directory)) {
      for (DocCommand command : commands) {
        if (command.program().equals("curl")) {
          requireAnswer(command, server.port());
        } else {
          requireSwept(command, server.port());
        }
      }
    }
    assertThat(directory.resolve("data")).isNotEmptyDirectory();
  }

  /** Both READMEs have the same, in the same order. */
  private static List<DocCommand> forAServer() {
    return DocPage.all().stream()
        .filter(page -> !page.file().endsWith("README.zh.md"))
        .flatMap(DocCommand::of)
        .filter(command -> runs(command) && !command.line().equals("./onepass serve"))
        .toList();
  }

  private static void requireSwept(DocCommand command, int port) {
    List<String> arguments = new ArrayList<>(command.arguments());
    arguments.addAll(List.of("--server", "http://127.0.0.1:" + port));

    Invocation invocation = Invocation.of(arguments.toArray(String[]::new));

    assertThat(invocation.code()).as("%s: %s", command, invocation.errors()).isZero();
    assertThat(invocation.output()).contains("accounts settled");
  }

  /** What asks about a batch is asked until the batch is as far as on the page. */
  private static void requireAnswer(DocCommand command, int port) throws Exception {
    boolean asks = !command.words().contains("-d");
    long start = System.nanoTime();
    HttpResponse<String> answer = CurlLine.send(command.arguments(), port);
    while (asks && !isShown(command, answer) && System.nanoTime() - start < PATIENCE.toNanos()) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      answer = CurlLine.send(command.arguments(), port);
    }
    if (command.answer().isEmpty()) {
      assertThat(answer.statusCode()).as("%s", command).isEqualTo(200);
    } else {
      assertThat(lasting(answer.body())).as("%s", command).isEqualTo(lasting(command.answer()));
      assertThat(answer.statusCode()).isEqualTo(JSON.readTree(answer.body()).get("code").asInt());
    }
  }

  private static boolean isShown(DocCommand command, HttpResponse<String> answer) throws Exception {
    return command.answer().isEmpty()
        ? answer.statusCode() == 200
        : lasting(answer.body()).equals(lasting(command.answer()));
  }

  /** What is the same in each run. */
  private static String lasting(String json) throws Exception {
    JsonNode tree = JSON.readTree(json);
    tree.findValues("transfers").forEach(DocServerTest::forgetSweeps);
    VARYING.forEach(field -> tree.findParents(field).forEach(DocServerTest::forget));
    return tree.toPrettyString();
  }

  /** A sweep that takes its time is credited in parts. */
  private static void forgetSweeps(JsonNode transfers) {
    ((ArrayNode) transfers).removeIf(transfer -> transfer.get("kind").asText().equals("SWEEP"));
  }

  /** A request id that the server has made up is a UUID. */
  private static boolean isOfTheCaller(JsonNode value) {
    return value.isTextual() && value.asText().equals("order-7");
  }

  private static void forget(JsonNode parent) {
    ObjectNode object = (ObjectNode) parent;
    VARYING.stream()
        .filter(field -> object.path(field).isValueNode() && !isOfTheCaller(object.path(field)))
        .forEach(field -> object.put(field, "varies"));
  }
}
