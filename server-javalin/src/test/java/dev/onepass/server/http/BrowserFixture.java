// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Pages of a server in memory in a real browser; skipped where none is installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserFixture {

  private Optional<Browser> browser = Optional.empty();
  private Optional<Server> server = Optional.empty();

  @BeforeAll
  void start() throws IOException {
    Optional<Path> program = Browser.installed();
    assumeTrue(program.isPresent(), "no chromium, chromium-browser or google-chrome in PATH");
    browser = Optional.of(Browser.start(program.get()));
  }

  @AfterEach
  void stopServer() {
    server.ifPresent(Server::close);
  }

  @AfterAll
  void stop() throws IOException {
    if (browser.isPresent()) {
      browser.get().close();
    }
  }

  Server server() {
    return server.orElseThrow();
  }

  Browser.Page open(Server running, String path) {
    server = Optional.of(running);
    Browser.Page page = browser.orElseThrow().open(running.uri(path));
    page.await("document.readyState === 'complete'");
    return page;
  }

  /** The operators' page, once it has shown itself. */
  Browser.Page console(Server running) {
    Browser.Page page = open(running, "/console");
    page.await("document.querySelector('#health').hasChildNodes()");
    return page;
  }

  static void fill(Browser.Page page, String form, String name, String value) {
    page.evaluate(
        "document.getElementById('" + form + "').elements['" + name + "'].value = '" + value + "'");
  }

  static void submit(Browser.Page page, String form) {
    page.evaluate("document.querySelector('#" + form + " button.main').click()");
  }

  static void resize(Browser.Page page, int width) {
    resize(page, width, 800);
  }

  static void resize(Browser.Page page, int width, int height) {
    page.send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    page.await("innerWidth === " + width);
  }

  /**
   * @param scheme light or dark
   */
  static void prefer(Browser.Page page, String scheme) {
    page.send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }
}
