// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators' page in a real browser; skipped where none is installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTest {

  private static final int FIRST_LOAD_BYTES_MAX = 300_000;
  private static final int TAB = 9;
  private static final int ENTER = 13;

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

  @Test
  void aBatchStartedThereIsFollowedToItsEnd() {
    Browser.Page page = console(Server.with());
    server.orElseThrow().thirdParty.deposit(new Uid(1001), Money.of("12345.67"));

    fill(page, "start", "id", "payday-1");
    fill(page, "start", "uids", "1001-1003");
    submit(page, "start");

    page.await("document.querySelector('#detail-state').textContent === 'finished'");
    page.await("document.querySelector('#facts').innerText.includes('12,345.67')");
    page.evaluate("document.querySelector('#check').click()");
    page.await("document.querySelector('#detail-message').className === 'message good'");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void aTradeShowsInTheBalanceItsJournalAndTheValidation() {
    Browser.Page page = console(Server.with().fund(Map.of(1001L, "100.00", 1002L, "5.00")));

    fill(page, "trade", "source", "1001");
    fill(page, "trade", "target", "1002");
    fill(page, "trade", "amount", "30.10");
    submit(page, "trade");
    page.await("document.querySelector('#trade .message').className === 'message good'");
    fill(page, "account", "uid", "1001");
    submit(page, "account");
    page.await("document.querySelector('#account .balance').textContent === '69.90'");
    page.await("document.querySelectorAll('#journal tbody tr').length === 2");
    fill(page, "validate", "uid", "1001");
    fill(page, "validate", "expected", "69.90");
    submit(page, "validate");

    page.await("document.querySelector('#validate .message').textContent === 'All agree'");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void aWrongTokenIsRefusedAndTheRightOneLetsIn() {
    Browser.Page page =
        console(Server.with("SECURITY_TOKENS", "right", "SERVER_BIND", "127.0.0.1"));

    for (String token : List.of("wrong", "right")) {
      page.await("document.querySelector('dialog').open");
      page.type(token);
      page.press("Enter", ENTER);
      page.await("sessionStorage.getItem('onepass.token') === '" + token + "'");
    }

    page.await("!document.querySelector('#no-batches').hidden");
    assertThat(page.evaluate("document.querySelector('dialog').open").asBoolean()).isFalse();
  }

  @Test
  void theKeyboardAloneStartsABatch() {
    Browser.Page page = console(Server.with());

    tabTo(page, "uids");
    page.type("1001");
    page.press("Tab", TAB);
    page.press("Enter", ENTER);

    page.await("document.querySelector('#start .message').className === 'message good'");
  }

  @Test
  void itSpeaksBothLanguages() {
    Browser.Page page = console(Server.with());
    page.await("document.documentElement.lang === 'en'");

    page.evaluate("document.querySelector('#language').click()");

    page.await("document.querySelector('h1').textContent === 'One-Pass 运维台'");
    page.await("document.documentElement.lang === 'zh-CN'");
  }

  @ParameterizedTest
  @ValueSource(ints = {390, 1000})
  void nothingIsWiderThanTheScreen(int width) {
    Browser.Page page = console(Server.with().fund(Map.of(1001L, "123456789.01")));
    page.send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
    fill(page, "account", "uid", "1001");
    submit(page, "account");
    page.await("!document.querySelector('#journal').hidden");
    page.await("!document.querySelector('#detail').hidden");

    page.await("innerWidth === " + width);
    assertThat(page.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
  }

  @Test
  void theDarkLooksOtherThanTheLight() {
    Browser.Page page = console(Server.with());
    for (String[] look :
        new String[][] {{"light", "rgb(244, 246, 249)"}, {"dark", "rgb(15, 20, 27)"}}) {
      page.send(
          "Emulation.setEmulatedMedia",
          Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", look[0]))));
      page.await("getComputedStyle(document.body).backgroundColor === '" + look[1] + "'");
    }
  }

  @Test
  void itLoadsLittleAndNothingFromElsewhere() {
    Browser.Page page = console(Server.with());

    int bytes =
        page.evaluate(
                "performance.getEntries().reduce((sum, it) => sum + (it.transferSize ?? 0), 0)")
            .asInt();

    assertThat(bytes).isBetween(1, FIRST_LOAD_BYTES_MAX);
    assertThat(page.requests())
        .hasSizeGreaterThan(5)
        .allSatisfy(url -> assertThat(url).startsWith(server.orElseThrow().uri("/").toString()));
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void aScriptThatSomebodyPlantsIsNotRun() {
    Browser.Page page = console(Server.with());
    page.evaluate(
        "window.refused = 0;"
            + " document.addEventListener('securitypolicyviolation', () => window.refused++);"
            + " const planted = document.createElement('script');"
            + " try { planted.textContent = 'window.ran = true'; } catch { }"
            + " document.body.append(planted);"
            + " location.href = 'javascript:window.ran = true'");

    page.await("window.refused === 2");
    assertThat(page.evaluate("window.ran === undefined").asBoolean()).isTrue();
  }

  private Browser.Page console(Server running) {
    server = Optional.of(running);
    Browser.Page page = browser.orElseThrow().open(running.uri("/console"));
    page.await(
        "document.readyState === 'complete' && document.querySelector('#health').hasChildNodes()");
    return page;
  }

  private static void fill(Browser.Page page, String form, String name, String value) {
    page.evaluate(
        "document.getElementById('" + form + "').elements['" + name + "'].value = '" + value + "'");
  }

  private static void submit(Browser.Page page, String form) {
    page.evaluate("document.querySelector('#" + form + " button.main').click()");
  }

  private static void tabTo(Browser.Page page, String name) {
    for (int presses = 0; presses < 30; presses++) {
      page.press("Tab", TAB);
      if (page.evaluate("document.activeElement.name ?? ''").asText().equals(name)) {
        return;
      }
    }
    throw new AssertionError("the key Tab never came to " + name);
  }
}
