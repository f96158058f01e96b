// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.memory.Fate;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The operators' page when something is wrong, in a real browser. */
class ConsoleInTroubleTest extends BrowserFixture {

  @Test
  void aWrongBalanceIsShownAndRepaired() {
    Browser.Page page = console(Server.with().fund(Map.of(1001L, "100.00")));
    server().corrupt(new Balance(new Uid(1001), Money.of("250.00"), 1));
    fill(page, "validate", "uid", "1001");
    fill(page, "validate", "expected", "100.00");

    submit(page, "validate");
    page.await("document.querySelector('#validate .message').textContent === 'They differ'");
    page.await("document.querySelector('#validate dl').innerText.includes('250.00')");
    page.evaluate("document.querySelector('#validate [name=repair]').click()");
    submit(page, "validate");
    page.await("document.querySelector('#validate dl').innerText.includes('stored balance')");
    page.evaluate("document.querySelector('#validate [name=repair]').click()");
    submit(page, "validate");

    page.await("document.querySelector('#validate .message').textContent === 'All agree'");
    fill(page, "account", "uid", "1001");
    page.evaluate("document.querySelector('#account [name=database]').click()");
    submit(page, "account");
    page.await("document.querySelector('#account .balance').textContent === '100.00'");
  }

  @Test
  void anAccountThatWasGivenUpIsShownAndTriedAgain() {
    var answers = new AtomicBoolean();
    Browser.Page page = console(Server.soonGivingUp());
    startABatchThatFailsUntil(answers, page);

    page.await("document.querySelector('#items tbody').innerText.includes('1001')");
    page.await("document.querySelector('#detail-state').textContent === 'waiting'");
    answers.set(true);
    page.evaluate("document.querySelector('#resume').focus()");
    page.evaluate("document.querySelector('#resume').click()");

    page.await("document.querySelector('#detail-message').className === 'message good'");
    page.await("document.querySelector('#detail-state').textContent === 'finished'");
    page.await("document.querySelector('#facts').innerText.includes('42.17')");
    assertThat(page.evaluate("document.activeElement.id").asText())
        .as("who pressed it is still there")
        .isEqualTo("resume");
    assertThat(page.evaluate("document.querySelector('#resume').ariaDisabled").asText())
        .isEqualTo("true");
  }

  @Test
  void aBatchIsFollowedThroughARestartOfTheServer() {
    var answers = new AtomicBoolean();
    Browser.Page page = console(Server.with());
    startABatchThatFailsUntil(answers, page);
    page.await("document.querySelector('#detail-state').textContent === 'fast'");
    page.evaluate("window.sameDocument = true");

    Runnable comeBack = server().goAway();
    page.await("!document.querySelector('#stream-message').hidden");
    answers.set(true);
    comeBack.run();

    page.await("document.querySelector('#detail-state').textContent === 'finished'");
    page.await("document.querySelector('#stream-message').hidden");
    assertThat(page.evaluate("window.sameDocument === true").asBoolean()).isTrue();
  }

  private void startABatchThatFailsUntil(AtomicBoolean answers, Browser.Page page) {
    server().thirdParty.deposit(new Uid(1001), Money.of("42.17"));
    server()
        .thirdParty
        .script(
            payment ->
                answers.get()
                    ? Fate.slow(Duration.ofMillis(1))
                    : Fate.lostOnTheWay(PayAnswer.Cause.SERVER_ERROR));
    fill(page, "start", "id", "payday-1");
    fill(page, "start", "uids", "1001");
    submit(page, "start");
  }
}
