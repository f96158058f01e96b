// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onepass.memory.Fate;
import dev.onepass.ports.thirdparty.PayAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What axe has to say of the pages: whether people who see, hear or move otherwise can use them.
 */
class AccessibilityTest extends BrowserFixture {

  private String axe = "";

  @BeforeAll
  void loadAxe() throws IOException {
    try (InputStream script = getClass().getResourceAsStream("/axe.min.js")) {
      axe = new String(Objects.requireNonNull(script, "axe.min.js").readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({"light, 1000, en", "dark, 1000, zh", "light, 390, zh", "dark, 390, en"})
  void theConsoleShowingAllItHas(String scheme, int width, String language) {
    Browser.Page page = console(Server.with().fund(Map.of(1001L, "100.00", 1002L, "5.00")));
    resize(page, width);
    prefer(page, scheme);
    if (language.equals("zh")) {
      page.evaluate("document.querySelector('#language').click()");
      page.await("document.documentElement.lang === 'zh-CN'");
    }
    fill(page, "account", "uid", "1001");
    submit(page, "account");
    fill(page, "trade", "source", "1001");
    fill(page, "trade", "target", "1002");
    fill(page, "trade", "amount", "3000");
    submit(page, "trade");
    fill(page, "validate", "uid", "1001");
    fill(page, "validate", "expected", "69.90");
    submit(page, "validate");
    page.await("!document.querySelector('#journal').hidden");
    page.await("!document.querySelector('#detail').hidden");
    page.await("document.querySelector('#trade .message').textContent !== ''");
    page.await("document.querySelector('#validate .message').textContent !== ''");

    assertThat(violations(page)).isEmpty();
  }

  @Test
  void theConsoleWithABatchThatHasTrouble() {
    Server server = Server.with();
    server.thirdParty.script(payment -> Fate.lostOnTheWay(PayAnswer.Cause.SERVER_ERROR));
    Browser.Page page = console(server);
    fill(page, "start", "id", "payday-1");
    fill(page, "start", "uids", "1001-1030");
    submit(page, "start");
    page.await("document.querySelector('#facts').innerText.includes('0.00')");

    assertThat(violations(page)).isEmpty();
  }

  @Test
  void theDialogThatAsksForTheToken() {
    Browser.Page page =
        open(Server.with("SECURITY_TOKENS", "right", "SERVER_BIND", "127.0.0.1"), "/console");
    page.await("document.querySelector('dialog').open");

    assertThat(violations(page)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"light", "dark"})
  void theDescriptionOfTheRoutes(String scheme) {
    Browser.Page page = open(Server.with(), "/docs");
    prefer(page, scheme);
    page.await("document.querySelectorAll('h2').length > 3");

    assertThat(violations(page)).isEmpty();
  }

  /** Each as axe words it, with what it is about. */
  private String violations(Browser.Page page) {
    page.evaluate(axe + "; true");
    JsonNode found =
        page.evaluate(
            "axe.run().then(it => it.violations.map(v => v.id + ': ' + v.help + '\\n  '"
                + " + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('\\n  ')).join('\\n'))");
    return found.asText();
  }
}
