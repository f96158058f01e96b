// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.memory.Fate;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators' page in a real browser. */
class ConsoleTest extends BrowserFixture {

  private static final int FIRST_LOAD_BYTES_MAX = 300_000;
  private static final int TAB = 9;
  private static final int ENTER = 13;

  @Test
  void aBatchStartedThereIsFollowedToItsEnd() {
    Browser.Page page = console(Server.with());
    server().thirdParty.deposit(new Uid(1001), Money.of("12345.67"));

    fill(page, "start", "id", "payday-1");
    fill(page, "start", "uids", "1001-1003");
    submit(page, "start");

    page.await("document.querySelector('#detail-state').textContent === 'finished'");
    page.await("document.querySelector('#facts').innerText.includes('12,345.67')");
    page.evaluate("document.querySelector('#check').click()");
    page.await("document.querySelector('#detail-message').className === 'message good'");
    assertThat(page.complaints()).isEmpty();
  }

  /** Beyond 2^53 a binary number loses digits: another account would be swept and paid. */
  @Test
  void uidsOfNineteenDigitsAreKeptDigitByDigit() {
    long last = Long.MAX_VALUE;
    Browser.Page page = console(Server.with());
    server().thirdParty.deposit(new Uid(last - 1), Money.of("100.00"));
    server().thirdParty.deposit(new Uid(last), Money.of("5.00"));

    fill(page, "start", "id", "payday-1");
    fill(page, "start", "uids", (last - 1) + "-" + last);
    submit(page, "start");
    page.await("document.querySelector('#detail-state').textContent === 'finished'");
    page.evaluate(
        "document.querySelector('#items-state').value = 'swept';"
            + "document.querySelector('#items-state').dispatchEvent(new Event('change'))");
    page.await("document.querySelector('#items').innerText.includes('" + last + "')");
    fill(page, "trade", "source", "" + (last - 1));
    fill(page, "trade", "target", "" + last);
    fill(page, "trade", "amount", "30.00");
    submit(page, "trade");
    page.await("document.querySelector('#trade .message').className === 'message good'");
    fill(page, "account", "uid", "" + last);
    submit(page, "account");

    page.await("document.querySelector('#account .balance').textContent === '35.00'");
    page.await("document.querySelector('#journal').innerText.includes('" + (last - 1) + "')");
    fill(page, "start", "id", "payday-2");
    fill(page, "start", "uids", "9223372036854775808");
    submit(page, "start");
    page.await("document.querySelector('#start .message').className === 'message bad'");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void theAnswersOfARunningBatchAreDrawnByKind() {
    Browser.Page page = console(Server.with());
    server().thirdParty.script(payment -> Fate.lostOnTheWay(PayAnswer.Cause.SERVER_ERROR));
    server().thirdParty.deposit(new Uid(1001), Money.of("12345.67"));

    fill(page, "start", "id", "payday-1");
    fill(page, "start", "uids", "1001");
    submit(page, "start");

    page.await("/in doubt [1-9]/.test(document.querySelector('#answers-legend').innerText)");
    page.await("document.querySelector('#answers .inDoubt').getBBox().height > 0");
    assertThat(page.evaluate("document.querySelector('#answers .settled').getBBox().height"))
        .as("what was paid")
        .hasToString("0");
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
  void theJournalIsTurnedBackToItsFirstLine() {
    Browser.Page page = console(Server.with().fund(Map.of(1001L, "100.00", 1002L, "5.00")));
    for (int i = 0; i < 44; i++) {
      server()
          .post(
              "/onePass/userTrade", "{\"sourceUid\":1001,\"targetUid\":1002,\"amount\":\"1.00\"}");
    }
    fill(page, "account", "uid", "1001");
    submit(page, "account");

    for (int lines : new int[] {20, 40}) {
      page.await("document.querySelectorAll('#journal tbody tr').length === " + lines);
      page.evaluate("document.querySelector('#older').focus()");
      page.evaluate("document.querySelector('#older').click()");
    }

    page.await("document.querySelectorAll('#journal tbody tr').length === 45");
    page.await("document.querySelector('#older').hidden");
    assertThat(
            page.evaluate("document.querySelector('#journal tbody tr:last-child').innerText")
                .asText())
        .contains("sweep", "outside", "+100.00");
    assertThat(page.evaluate("document.activeElement === document.body").asBoolean())
        .as("the focus is lost with the button")
        .isFalse();
  }

  @Test
  void aLongIdIsBrokenBetweenItsWords() {
    Browser.Page page = console(Server.with());
    resize(page, 390);
    fill(page, "start", "id", "payday-november-subsidiaries-europe-second");
    fill(page, "start", "uids", "1001");
    submit(page, "start");
    page.await("document.querySelector('.pick') !== null");

    assertThat(page.evaluate("document.querySelector('.pick').innerText").asText())
        .isEqualTo("payday-november-subsidiaries-europe-second");
    assertThat(
            page.evaluate(
                    "[...document.querySelector('.pick').childNodes]"
                        + ".filter(node => node.nodeType === Node.TEXT_NODE)"
                        + ".every(node => { const range = document.createRange();"
                        + " range.selectNode(node); return range.getClientRects().length === 1; })")
                .asBoolean())
        .as("each word is on one line")
        .isTrue();
  }

  @Test
  void itSpeaksBothLanguages() {
    Browser.Page page = console(Server.with());
    page.await("document.documentElement.lang === 'en'");

    page.evaluate("document.querySelector('#language').click()");

    page.await("document.querySelector('h1').textContent === 'One-Pass 运维台'");
    page.await("document.documentElement.lang === 'zh-CN'");
    page.await("document.querySelector('#health').innerText.includes('数据库: 正常')");
  }

  @ParameterizedTest
  @ValueSource(ints = {390, 1000})
  void nothingIsWiderThanTheScreen(int width) {
    Browser.Page page = console(Server.with().fund(Map.of(1001L, "123456789.01")));
    resize(page, width);
    fill(page, "account", "uid", "1001");
    submit(page, "account");
    page.await("!document.querySelector('#journal').hidden");
    page.await("!document.querySelector('#detail').hidden");

    assertThat(page.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
  }

  @Test
  void theDarkLooksOtherThanTheLight() {
    Browser.Page page = console(Server.with());
    for (String[] look :
        new String[][] {{"light", "rgb(244, 246, 249)"}, {"dark", "rgb(15, 20, 27)"}}) {
      prefer(page, look[0]);
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
        .allSatisfy(url -> assertThat(url).startsWith(server().uri("/").toString()));
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
