// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");
  private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");
  private static final int BYTES_MAX = 100_000;

  private final Server server =
      Server.with(
          "SECURITY_TOKENS", "one", "SERVER_BIND", "127.0.0.1", "LIMITS_RATEPERSECOND", "0");

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/console, text/html;charset=utf-8",
    "/docs, text/html;charset=utf-8",
    "/openapi.yaml, application/yaml;charset=utf-8",
    "/openapi.json, application/json",
    "/web/console.js, text/javascript;charset=utf-8",
    "/web/common.css, text/css;charset=utf-8",
    "/web/icon.svg, image/svg+xml;charset=utf-8",
  })
  void areOpenToAllAndLoadNothingFromElsewhere(String path, String contentType) {
    Server.Answer answer = server.get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type").orElseThrow())
        .satisfies(type -> assertThat(type.replace(" ", "")).isEqualTo(contentType));
    assertThat(answer.header("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'self'; ")
        .doesNotContain("unsafe");
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
    assertThat(answer.header("Cache-Control")).contains("no-cache");
  }

  @Test
  void whatTheyAskForIsNot() {
    assertThat(server.get("/onePass/batchPay").status()).isEqualTo(401);
    assertThat(server.get("/metrics").status()).isEqualTo(401);
  }

  @Test
  void areSentOnceWhileTheyDoNotChange() {
    String tag = server.get("/console").header("ETag").orElseThrow();

    Server.Answer again = server.get("/console", "If-None-Match", tag);

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
    assertThat(server.get("/console", "If-None-Match", "\"other\"").status()).isEqualTo(200);
    assertThat(server.get("/docs", "If-None-Match", tag).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/web/",
        "/web/console.html",
        "/web/openapi.yaml",
        "/web/nothing.js",
        "/web/..%2fopenapi.yaml",
        "/web/%2e%2e/web/console.js",
        "/console.html"
      })
  void noOtherPathLeadsToAFile(String path) {
    assertThat(server.get(path).status()).isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console", "/docs"})
  void allTheirPartsAreThereAndSmall(String page) {
    Set<String> parts = new TreeSet<>(Set.of(page));
    int seen;
    do {
      seen = parts.size();
      List.copyOf(parts).forEach(part -> parts.addAll(partsOf(part)));
    } while (parts.size() > seen);

    assertThat(parts).hasSizeGreaterThan(4);
    assertThat(parts).allSatisfy(part -> assertThat(server.get(part).status()).isEqualTo(200));
    assertThat(parts.stream().mapToInt(part -> server.get(part).text().length()).sum())
        .isLessThan(BYTES_MAX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console", "/docs"})
  void haveNeitherScriptNorStyleInTheText(String page) {
    assertThat(server.get(page).text())
        .doesNotContainPattern("<script(?![^>]* src=\"/web/)")
        .doesNotContainPattern("<style|style=|\\son[a-z]+=|https?://");
  }

  /** Every input stands in a label, which says what it is for. */
  @Test
  void everyInputOfTheConsoleHasALabel() {
    String outside = server.get("/console").text().replaceAll("(?s)<label\\b.*?</label>", "");

    assertThat(outside).doesNotContainPattern("<(input|select|textarea)\\b");
  }

  @Test
  void everyWordOfTheConsoleIsKnown() {
    String words = server.get("/web/words.js").text();

    assertThat(find(Pattern.compile("data-say=\"([^\"]+)\""), server.get("/console").text()))
        .hasSizeGreaterThan(30)
        .allSatisfy(word -> assertThat(words).containsPattern("\\b" + word + ": \\['?.+, '?.+\\]"));
  }

  private List<String> partsOf(String path) {
    if (path.endsWith("/console") || path.endsWith("/docs")) {
      return find(LINK, server.get(path).text()).stream()
          .filter(link -> link.startsWith(Pages.PARTS))
          .toList();
    }
    return find(IMPORT, server.get(path).text()).stream().map(name -> Pages.PARTS + name).toList();
  }

  private static List<String> find(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
