// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.memory.Fate;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.Payment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Takes the pictures of {@code docs/console.md}, into the directory that the property names. */
@EnabledIfSystemProperty(named = "screenshots", matches = ".+")
class ScreenshotsTest extends BrowserFixture {

  private final Random random = new Random(7);

  @Test
  void aBatchThatIsUnderWay() throws IOException {
    Browser.Page page = underWay();
    resize(page, 1280, 1020);
    prefer(page, "light");
    save(page, "console-light.png");
    prefer(page, "dark");
    page.evaluate("document.querySelector('#language').click()");
    save(page, "console-dark.png");
  }

  @Test
  void onAPhone() throws IOException {
    Browser.Page page = underWay();
    resize(page, 390);
    prefer(page, "light");
    save(page, "console-phone.png");
  }

  /** Accounts 1 to 5 are not answered for, the others now and then. */
  private Browser.Page underWay() {
    Server server =
        Server.with("BATCH_FASTPHASE", "1s").fund(Map.of(1001L, "1200.00", 1002L, "5.00"));
    for (long uid = 1; uid <= 400; uid++) {
      server.thirdParty.deposit(
          new Uid(uid), Money.ofCents(5_000_000 + random.nextInt(90_000_000)));
    }
    server.thirdParty.script(this::fate);
    server.cacheUp.set(true);
    Browser.Page page = console(server);
    fill(page, "trade", "source", "1001");
    fill(page, "trade", "target", "1002");
    fill(page, "trade", "amount", "99.95");
    submit(page, "trade");
    page.await("document.querySelector('#trade .message').className === 'message good'");
    fill(page, "account", "uid", "1001");
    submit(page, "account");
    fill(page, "validate", "uid", "1001");
    fill(page, "validate", "expected", "1100.05");
    submit(page, "validate");
    page.await("document.querySelector('#validate .message').textContent !== ''");
    fill(page, "start", "id", "payday-2026-11");
    fill(page, "start", "uids", "1-400");
    submit(page, "start");
    page.await("+document.querySelector('#facts').innerText.match(/\\d+ s/g)?.length > 0");
    page.await("document.querySelector('#chart').childElementCount > 0");
    // The chart is drawn over time.
    page.evaluate("new Promise(done => setTimeout(done, 6000))");
    return page;
  }

  private Fate fate(Payment payment) {
    boolean lost = payment.uid().value() <= 5 || random.nextInt(50) == 0;
    return lost
        ? Fate.lostOnTheWay(PayAnswer.Cause.SERVER_ERROR)
        : Fate.slow(Duration.ofMillis(15 + random.nextInt(20)));
  }

  private static void save(Browser.Page page, String name) throws IOException {
    page.evaluate("new Promise(done => setTimeout(done, 700))");
    String png = page.send("Page.captureScreenshot", Map.of("format", "png")).get("data").asText();
    Path directory = Path.of(System.getProperty("screenshots"));
    Files.createDirectories(directory);
    Files.write(directory.resolve(name), Base64.getDecoder().decode(png));
  }
}
