// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import dev.onepass.ports.thirdparty.PayAnswer.Settled;
import dev.onepass.ports.thirdparty.Payment;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ReconnectionTest {

  private static final PayAnswer DOUBT = new PayAnswer.InDoubt(Cause.SERVER_ERROR, "HTTP 503");

  private final AtomicLong now = new AtomicLong(-5);
  private int reconnected;
  private final Reconnection reconnection = new Reconnection(() -> reconnected++, now::get);

  private void advance(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void whileNoCallIsServedConnectionsAreOpenedAnewEveryTenSeconds() {
    for (int second = 0; second <= 60; second++) {
      reconnection.heard(second % 2 == 0 ? DOUBT : new PayAnswer.TurnedAway("HTTP 302"));
      advance(1);
    }
    assertThat(reconnected).isEqualTo(6);
  }

  @Test
  void whoeverServesACallHasNotMoved() {
    for (int second = 0; second <= 60; second++) {
      reconnection.heard(DOUBT);
      if (second % 9 == 0) {
        reconnection.heard(
            second % 2 == 0
                ? new PayAnswer.Insufficient()
                : new PayAnswer.Throttled(Duration.ofSeconds(1)));
      }
      advance(1);
    }
    assertThat(reconnected).isZero();
  }

  static Stream<ScriptedServer.Script> waysInWhichAnOldHostAnswers() {
    return Stream.of(
        (request, out) -> out.write(ScriptedServer.http(503, "", "going away")),
        (request, out) -> out.write(ScriptedServer.http(404, "Content-Type: text/html\r\n", "<p>")),
        (request, out) -> out.write(ScriptedServer.http(302, "Location: /new\r\n", "")));
  }

  /** It keeps its connections, as a proxy does that was told to drain. */
  @ParameterizedTest
  @MethodSource("waysInWhichAnOldHostAnswers")
  void aHostThatHasMovedIsFoundWithinAMinute(ScriptedServer.Script old) throws Exception {
    InetAddress elsewhere = loopback(2);
    try (ScriptedServer before = new ScriptedServer(old)) {
      assumeThatCode(() -> new ScriptedServer(old, elsewhere, 0).close())
          .doesNotThrowAnyException();
      AtomicReference<InetAddress> address = new AtomicReference<>(loopback(1));
      Dns dns = host -> List.of(address.get());
      try (ScriptedServer after = settlingAt(elsewhere, before.port());
          HttpPaymentGateway gateway =
              HttpPaymentGateway.open(
                  before.config("pay.example"),
                  new OkHttpClient.Builder().dns(dns).build(),
                  now::get)) {
        assertThat(pay(gateway, "first").isDefinite()).isFalse();
        address.set(elsewhere);

        PayAnswer answer = pay(gateway, "second");
        for (int call = 0; !answer.isDefinite() && call < 60; call++) {
          advance(1);
          answer = pay(gateway, "third-" + call);
        }

        assertThat(answer).isEqualTo(new Settled());
        assertThat(after.received).isNotEmpty();
      }
    }
  }

  private static InetAddress loopback(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  private static ScriptedServer settlingAt(InetAddress address, int port) throws IOException {
    return new ScriptedServer(
        (ScriptedServer.Received request, OutputStream out) -> ScriptedServer.settle(request, out),
        address,
        port);
  }

  private static PayAnswer pay(HttpPaymentGateway gateway, String id) {
    Payment payment = new Payment(id, new Uid(1001), Money.of("1"));
    return gateway.pay(payment).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
