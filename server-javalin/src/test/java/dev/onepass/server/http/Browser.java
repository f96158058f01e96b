// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** An installed Chromium without a window, driven through its DevTools protocol. */
final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LISTENING = "DevTools listening on ";
  private static final long PATIENCE_SECONDS = 120;

  private final Path profile;
  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  private Browser(Path profile, Process process, URI address) {
    this.profile = profile;
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Ear()).join();
  }

  /** Where a browser is installed, if one is. */
  static Optional<Path> installed() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Browser start(Path program) throws IOException {
    Path profile = Files.createTempDirectory("onepass-browser");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--lang=en",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile)
            .redirectErrorStream(true)
            .start();
    BufferedReader said = process.inputReader(UTF_8);
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(LISTENING)) {
        drain(said);
        return new Browser(profile, process, URI.create(line.substring(LISTENING.length())));
      }
    }
    throw new IOException(program + " ended before it listened");
  }

  /** What nobody reads would fill the pipe, and stop the browser. */
  private static void drain(BufferedReader said) {
    var reader =
        new Thread(
            () -> {
              try {
                said.transferTo(Writer.nullWriter());
              } catch (IOException e) {
                // The browser has ended.
              }
            },
            "browser-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** A page that shares nothing with another. */
  Page open(URI address) {
    String context =
        send("", "Target.createBrowserContext", Map.of()).get("browserContextId").asText();
    String target =
        send("", "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
            .get("targetId")
            .asText();
    String session =
        send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    var page = new Page(session);
    for (String domain : List.of("Page", "Network", "Log", "Runtime")) {
      page.send(domain + ".enable", Map.of());
    }
    page.send("Page.navigate", Map.of("url", address.toString()));
    return page;
  }

  private JsonNode send(String session, String method, Map<String, ?> parameters) {
    int id = ids.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    waiting.put(id, answer);
    var message = JSON.createObjectNode().put("id", id).put("method", method);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    message.set("params", JSON.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    JsonNode got = answer.orTimeout(PATIENCE_SECONDS, SECONDS).join();
    if (got.has("error")) {
      throw new AssertionError(method + ": " + got.get("error"));
    }
    return got.get("result");
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (UncheckedIOException e) {
      // A process of it took one of its files away meanwhile.
    }
  }

  /** One page. */
  final class Page {
    private final String session;

    private Page(String session) {
      this.session = session;
    }

    JsonNode send(String method, Map<String, ?> parameters) {
      return Browser.this.send(session, method, parameters);
    }

    /** What an expression of JavaScript, or the promise it makes, comes to. */
    JsonNode evaluate(String expression) {
      JsonNode answer =
          send(
              "Runtime.evaluate",
              Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
      if (answer.has("exceptionDetails")) {
        throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
      }
      return answer.at("/result/value");
    }

    /** Waits until an expression is true, looking each time that the page is drawn. */
    void await(String condition) {
      String found =
          evaluate(
                  "new Promise(done => { const end = performance.now() + 60000;"
                      + " const look = () => { let good = false;"
                      + " try { good = "
                      + condition
                      + "; } catch { }"
                      + " if (good) done('yes');"
                      + " else if (performance.now() > end) done(document.body.innerText);"
                      + " else setTimeout(look, 20); }; look(); })")
              .asText();
      if (!found.equals("yes")) {
        throw new AssertionError("never came true: " + condition + "\non the page:\n" + found);
      }
    }

    void type(String text) {
      send("Input.insertText", Map.of("text", text));
    }

    /** Presses a key that writes nothing, or Enter. */
    void press(String key, int code) {
      String text = key.equals("Enter") ? "\r" : "";
      for (String type : List.of("keyDown", "keyUp")) {
        send(
            "Input.dispatchKeyEvent",
            Map.of(
                "type",
                type,
                "key",
                key,
                "code",
                key,
                "windowsVirtualKeyCode",
                code,
                "text",
                text));
      }
    }

    /** The addresses asked for so far. */
    List<String> requests() {
      return events("Network.requestWillBeSent").map(it -> it.at("/request/url").asText()).toList();
    }

    /** What the page did wrong: uncaught errors, and what the browser refused it. */
    List<String> complaints() {
      return Stream.concat(
              events("Runtime.exceptionThrown"),
              events("Log.entryAdded")
                  .filter(it -> it.at("/entry/source").asText().equals("security")))
          .map(JsonNode::toString)
          .toList();
    }

    private Stream<JsonNode> events(String method) {
      return events.stream()
          .filter(it -> it.path("sessionId").asText().equals(session))
          .filter(it -> it.path("method").asText().equals(method))
          .map(it -> it.get("params"));
    }
  }

  private final class Ear implements WebSocket.Listener {
    private final StringBuilder heard = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      heard.append(part);
      if (last) {
        take(heard.toString());
        heard.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(part);
    }

    private void take(String text) {
      try {
        JsonNode message = JSON.readTree(text);
        CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asInt());
        if (answer == null) {
          events.add(message);
        } else {
          answer.complete(message);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(text, e);
      }
    }
  }
}
