// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.thirdparty.ScriptedServer.Drop;
import dev.onepass.thirdparty.ScriptedServer.Received;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class BatchCallsTest {

  private static final BatchId BATCH = new BatchId("b&1");

  /** The exception that a stage ends with, as a callback on it sees it; null if it succeeds. */
  private static Throwable end(CompletionStage<Void> stage) {
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    stage.whenComplete((nothing, failure) -> seen.complete(failure));
    return seen.orTimeout(30, TimeUnit.SECONDS).join();
  }

  @ParameterizedTest
  @CsvSource({
    "QUERY_AND_JSON, /finish?batchPayId=b%261, application/json, '{\"batchPayId\":\"b&1\"}'",
    "QUERY, /finish?batchPayId=b%261, application/json, ''",
    "JSON, /finish, application/json, '{\"batchPayId\":\"b&1\"}'",
    "FORM, /finish, application/x-www-form-urlencoded, batchPayId=b%261",
    "BARE, /finish, application/json, b&1"
  })
  void finishNamesItsBatchInTheOrderedStyle(
      FinishStyle style, String target, String type, String body) throws IOException {
    try (ScriptedServer server = ScriptedServer.settling();
        HttpPaymentGateway gateway =
            HttpPaymentGateway.open(server.config().withFinishStyle(style))) {
      assertThat(end(gateway.finish(BATCH))).isNull();

      Received call = server.received.get(0);
      assertThat(call.target()).isEqualTo(target);
      assertThat(call.header("Content-Type")).isEqualTo(type);
      assertThat(call.body()).isEqualTo(body);
      assertThat(call.header("X-KSY-TOKEN")).isEqualTo("hush");
    }
  }

  @Test
  void beginCarriesAMillionUids() throws IOException {
    List<Uid> uids = LongStream.rangeClosed(1_000_001, 2_000_000).mapToObj(Uid::new).toList();
    try (ScriptedServer server = ScriptedServer.settling();
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      assertThat(end(gateway.begin(BATCH, uids))).isNull();

      assertThat(server.received.get(0).body())
          .startsWith("{\"batchPayId\":\"b&1\",\"uids\":[1000001,1000002,")
          .endsWith(",1999999,2000000]}")
          .hasSize("{\"batchPayId\":\"b&1\",\"uids\":[]}".length() + 8 * 1_000_000 - 1);
    }
  }

  @Test
  void whatWasNotConfirmedIsAskedAgain() throws IOException {
    try (ScriptedServer server = ScriptedServer.settling()) {
      server.follow(
          (request, out) -> {
            switch (server.received.size()) {
              case 1 -> out.write(ScriptedServer.http(429, "Retry-After: 0\r\n", ""));
              case 2 -> throw new Drop();
              default -> ScriptedServer.settle(request, out);
            }
          });
      try (HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
        assertThat(end(gateway.begin(BATCH, List.of(new Uid(1))))).isNull();

        assertThat(server.received).hasSize(3);
        assertThat(server.received.stream().map(Received::requestId).distinct()).hasSize(3);
      }
    }
  }

  @Test
  void afterThreeTriesItIsUnavailable() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer((request, out) -> out.write(ScriptedServer.http(502, "", "")));
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      assertThat(end(gateway.finish(BATCH)))
          .isInstanceOfSatisfying(
              UnavailableException.class,
              e -> {
                assertThat(e.dependency()).isEqualTo(Dependency.THIRD_PARTY);
                assertThat(e)
                    .hasMessageContaining("finish of batch b&1")
                    .hasMessageContaining("502");
              });

      assertThat(server.received).hasSize(3);
    }
  }

  @Test
  void aRefusalIsNotAskedForAgain() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) ->
                    out.write(
                        ScriptedServer.http(
                            200, "", ScriptedServer.envelope(403, request.requestId()))));
        HttpPaymentGateway gateway = HttpPaymentGateway.open(server.config())) {
      assertThat(end(gateway.begin(BATCH, List.of())))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("403");

      assertThat(server.received).hasSize(1);
    }
  }
}
