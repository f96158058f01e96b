// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.RoutesConfig;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The pages for people: the operators' console, and the description of the routes with a page to
 * try them. They hold no data and so need no token; what they ask for does. Read once at the start,
 * and served under these paths alone, so that no path leads to another file.
 */
final class Pages {

  /** Under this stand the parts that pages consist of. */
  static final String PARTS = "/web/";

  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private final Map<String, Page> pages =
      Map.ofEntries(
          Map.entry("/console", Page.of("console.html", HTML)),
          Map.entry("/docs", Page.of("docs.html", HTML)),
          Map.entry("/openapi.yaml", Page.of("openapi.yaml", "application/yaml; charset=utf-8")),
          Map.entry("/openapi.json", new Page(descriptionAsJson(), "application/json")),
          part("common.css", CSS),
          part("console.css", CSS),
          part("docs.css", CSS),
          part("icon.svg", "image/svg+xml"),
          part("api.js", SCRIPT),
          part("words.js", SCRIPT),
          part("console.js", SCRIPT),
          part("batches.js", SCRIPT),
          part("accounts.js", SCRIPT),
          part("chart.js", SCRIPT),
          part("docs.js", SCRIPT));

  void addTo(RoutesConfig routes) {
    pages.forEach((path, page) -> routes.get(path, page::serve));
  }

  private static Map.Entry<String, Page> part(String name, String contentType) {
    return Map.entry(PARTS + name, Page.of(name, contentType));
  }

  /** The same description for those who read no YAML, such as scripts in a browser. */
  private static byte[] descriptionAsJson() {
    var yaml = new String(Page.resource("openapi.yaml"), UTF_8);
    return Json.bytes(new Load(LoadSettings.builder().build()).loadFromString(yaml));
  }
}
