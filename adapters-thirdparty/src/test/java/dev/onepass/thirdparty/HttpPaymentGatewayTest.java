// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import dev.onepass.ports.thirdparty.PayAnswer.InDoubt;
import dev.onepass.ports.thirdparty.PayAnswer.Settled;
import dev.onepass.ports.thirdparty.PayAnswer.Throttled;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.thirdparty.ScriptedServer.Drop;
import dev.onepass.thirdparty.ScriptedServer.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes over the wire, and what becomes of a call when the wire or the server fails. */
@Timeout(60)
class HttpPaymentGatewayTest {

  private static final Payment PAYMENT = new Payment("t-1", new Uid(1001), Money.of("10000"));

  private static PayAnswer pay(HttpPaymentGateway gateway) {
    return gateway.pay(PAYMENT).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static void assertDoubt(PayAnswer answer, Cause cause) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            InDoubt.class, doubt -> assertThat(doubt.cause()).as(doubt.message()).isEqualTo(cause));
  }

  @Test
  void aCallCarriesWhatTheProtocolAsksFor() throws IOException {
    try (ScriptedServer server = ScriptedServer.settling();
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      assertThat(pay(gateway)).isEqualTo(new Settled());

      Received call = server.received.get(0);
      assertThat(call.method() + " " + call.target()).isEqualTo("POST /pay");
      assertThat(call.header("Content-Type")).isEqualTo("application/json");
      assertThat(call.header("X-KSY-KINGSTAR-ID")).isEqualTo("id-1");
      assertThat(call.header("X-KSY-TOKEN")).isEqualTo("hush");
      assertThat(UUID.fromString(call.requestId()).version()).isEqualTo(4);
      assertThat(call.body())
          .isEqualTo("{\"transactionId\":\"t-1\",\"uid\":1001,\"amount\":10000.00}");
    }
  }

  @Test
  void everyAttemptHasARequestIdOfItsOwnAndTheConnectionIsKept() throws IOException {
    try (ScriptedServer server = ScriptedServer.settling();
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      for (int i = 0; i < 50; i++) {
        assertThat(pay(gateway)).isEqualTo(new Settled());
      }

      Set<String> ids = new HashSet<>();
      server.received.forEach(call -> ids.add(call.requestId()));
      assertThat(ids).hasSize(50);
      assertThat(server.connectionsMade()).isEqualTo(1);
    }
  }

  @Test
  void manyCallsAreInFlightAtOnce() throws IOException {
    int calls = 200;
    CyclicBarrier allHere = new CyclicBarrier(calls);
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  allHere.await();
                  ScriptedServer.settle(request, out);
                });
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      List<CompletableFuture<PayAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        answers.add(gateway.pay(PAYMENT).toCompletableFuture());
      }

      assertThat(answers).allSatisfy(a -> assertThat(a.join()).isEqualTo(new Settled()));
    }
  }

  @Test
  void aLostReplyIsInDoubtAndTheCallIsNotRepeatedInSecret() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  throw new Drop();
                });
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      assertDoubt(pay(gateway), Cause.CONNECTION);

      assertThat(server.received).hasSize(1);
    }
  }

  @Test
  void aReplyLostOnAKeptConnectionIsNotRepeatedInSecretEither() throws IOException {
    try (ScriptedServer server = ScriptedServer.settling();
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      pay(gateway);
      server.follow(
          (request, out) -> {
            throw new Drop();
          });

      assertDoubt(pay(gateway), Cause.CONNECTION);

      assertThat(server.received).hasSize(2);
    }
  }

  @Test
  void aReplyThatBreaksOffIsInDoubt() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  byte[] whole =
                      ScriptedServer.http(
                          200, "", ScriptedServer.envelope(200, request.requestId()));
                  out.write(whole, 0, whole.length - 1);
                  out.flush();
                  throw new Drop();
                });
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      assertDoubt(pay(gateway), Cause.CONNECTION);
    }
  }

  @Test
  void noReplyInTimeIsInDoubt() throws IOException {
    try (ScriptedServer server = ScriptedServer.settling()) {
      server.follow((request, out) -> server.hang());
      try (HttpPaymentGateway gateway =
          HttpPaymentGateway.open(server.config().withCallTimeout(Duration.ofMillis(200)))) {
        assertDoubt(pay(gateway), Cause.TIMEOUT);
      }
    }
  }

  @Test
  void theTimeIsThatOfTheWholeReply() throws IOException {
    try (ScriptedServer server = ScriptedServer.settling()) {
      server.follow(
          (request, out) -> {
            out.write(ScriptedServer.http(200, "X-Half: done\r\n", " ".repeat(100)), 0, 100);
            out.flush();
            server.hang();
          });
      try (HttpPaymentGateway gateway =
          HttpPaymentGateway.open(server.config().withCallTimeout(Duration.ofMillis(200)))) {
        assertDoubt(pay(gateway), Cause.TIMEOUT);
      }
    }
  }

  @Test
  void nobodyThereIsInDoubt() throws IOException {
    ThirdPartyConfig config;
    try (ScriptedServer server = ScriptedServer.settling()) {
      config = server.config();
    }
    try (HttpPaymentGateway gateway = HttpPaymentGateway.open(config)) {
      assertDoubt(pay(gateway), Cause.NOT_SENT);
    }
  }

  /** Whoever embeds the adapter decides what to send: it keeps no count of failures of its own. */
  @Test
  void anAccountIsAskedForHoweverManyOthersFailed() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer((request, out) -> out.write(ScriptedServer.http(504, "", "")));
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      for (int i = 0; i < 200; i++) {
        assertDoubt(pay(gateway), Cause.SERVER_ERROR);
      }
      server.follow(ScriptedServer::settle);

      assertThat(pay(gateway)).isEqualTo(new Settled());
    }
  }

  @Test
  void aBodyBeyondAllMeasureIsNoAnswer() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) ->
                    out.write(
                        ScriptedServer.http(
                            200,
                            "",
                            ScriptedServer.envelope(200, request.requestId())
                                + " ".repeat(64 * 1024))));
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      assertDoubt(pay(gateway), Cause.UNREADABLE);
    }
  }

  @Test
  void anAnswerIsReadThoughItIsCompressedUnasked() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  byte[] body = gzip(ScriptedServer.envelope(200, request.requestId()));
                  String head =
                      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                          + body.length
                          + "\r\n\r\n";
                  out.write(head.getBytes(StandardCharsets.US_ASCII));
                  out.write(body);
                });
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      assertThat(pay(gateway)).isEqualTo(new Settled());
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) ->
                    out.write(ScriptedServer.http(307, "Location: /elsewhere\r\n", "")));
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      assertThat(pay(gateway))
          .isInstanceOfSatisfying(
              PayAnswer.TurnedAway.class, away -> assertThat(away.message()).contains("307"));

      assertThat(server.received).hasSize(1);
    }
  }

  @Test
  void anInvitationToRepeatAtOnceIsTheCallersToTake() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> out.write(ScriptedServer.http(503, "Retry-After: 0\r\n", "")));
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      assertThat(pay(gateway)).isEqualTo(new Throttled(Duration.ZERO));

      assertThat(server.received).hasSize(1);
    }
  }

  @Test
  void closingEndsWhatIsInFlightAndWhatComesAfter() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (ScriptedServer server = ScriptedServer.settling()) {
      server.follow(
          (request, out) -> {
            arrived.countDown();
            server.hang();
          });
      HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config());
      CompletableFuture<PayAnswer> inFlight = gateway.pay(PAYMENT).toCompletableFuture();
      arrived.await();

      gateway.close();

      assertDoubt(inFlight.orTimeout(4, TimeUnit.SECONDS).join(), Cause.CONNECTION);
      assertThat(pay(gateway)).isInstanceOf(InDoubt.class);
    }
  }
}
