// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.InDoubt;
import dev.onepass.ports.thirdparty.PayAnswer.Settled;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.thirdparty.ScriptedServer.Drop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host program's client: what is its to say, and what is not. */
@Timeout(60)
class HostClientTest {

  private static final Payment PAYMENT = new Payment("t-1", new Uid(1001), Money.of("1.00"));

  @Test
  void itsInterceptorsSeeEveryCall() throws IOException {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    chain.proceed(chain.request().newBuilder().header("X-Tenant", "blue").build()))
            .build();
    try (ScriptedServer server = ScriptedServer.settling();
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config(), client)) {
      assertThat(pay(gateway)).isEqualTo(new Settled());
      assertThat(server.received.get(0).header("X-Tenant")).isEqualTo("blue");
      assertThat(server.received.get(0).header("X-KSY-TOKEN")).isEqualTo("hush");
    }
  }

  /** A payment is sent as often as the caller wants, and no more. */
  @Test
  void itsRedirectsRetriesAndAuthenticatorSendNoPaymentTwice() throws IOException {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .followRedirects(true)
            .retryOnConnectionFailure(true)
            .authenticator(
                (route, response) ->
                    response
                        .request()
                        .newBuilder()
                        .header("Authorization", Credentials.basic("a", "b"))
                        .build())
            .build();
    List<ScriptedServer.Script> scripts =
        List.of(
            (request, out) -> out.write(ScriptedServer.http(307, "Location: /elsewhere\r\n", "")),
            (request, out) ->
                out.write(ScriptedServer.http(401, "WWW-Authenticate: Basic\r\n", "")),
            (request, out) -> {
              throw new Drop();
            });
    for (ScriptedServer.Script script : scripts) {
      try (ScriptedServer server = new ScriptedServer(script);
          HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config(), client)) {
        assertThat(pay(gateway)).isNotInstanceOf(Settled.class);
        assertThat(server.received).hasSize(1);
      }
    }
  }

  @Test
  void theConfigurationsTimeOutHolds() throws IOException {
    OkHttpClient client = new OkHttpClient.Builder().callTimeout(Duration.ofHours(1)).build();
    try (ScriptedServer server =
            new ScriptedServer((request, out) -> Thread.currentThread().join(30_000));
        HttpPaymentGateway gateway =
            HttpPaymentGateway.open(
                server.config().withCallTimeout(Duration.ofMillis(300)), client)) {
      assertThat(pay(gateway)).isInstanceOf(InDoubt.class);
    }
  }

  @Test
  void closingTheGatewayLeavesTheClientAlone() throws IOException {
    OkHttpClient client = new OkHttpClient();
    try (ScriptedServer server = ScriptedServer.settling()) {
      try (HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config(), client)) {
        pay(gateway);
      }
      assertThat(client.dispatcher().executorService().isShutdown()).isFalse();
      try (HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config(), client)) {
        assertThat(pay(gateway)).isEqualTo(new Settled());
      }
    }
  }

  private static PayAnswer pay(HttpPaymentGateway gateway) {
    return gateway.pay(PAYMENT).toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
