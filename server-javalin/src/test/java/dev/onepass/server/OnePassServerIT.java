// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.server.config.ConfigLoader;
import dev.onepass.server.config.Settings;
import dev.onepass.simulator.Faults;
import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.ThirdPartySimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server as it is run: embedded MariaDB and Redis, the third party over HTTP. */
class OnePassServerIT {

  @TempDir private Path dataDir;

  private final HttpClient client = HttpClient.newHttpClient();
  private ThirdPartySimulator thirdParty;

  @BeforeEach
  void startThirdParty() throws IOException {
    thirdParty = ThirdPartySimulator.start(SimulatorOptions.defaults());
  }

  @AfterEach
  void stopThirdParty() {
    thirdParty.close();
  }

  @Test
  void whatWasDoneIsThereAfterARestart() throws Exception {
    LongStream.rangeClosed(1, 20).forEach(uid -> thirdParty.fund(uid, 2_500_037 + uid));
    String status;
    try (OnePassServer server = OnePassServer.start(settings())) {
      post(server, "/onePass/batchPay", batch("b-1", 20), "Prefer", "wait=60");
      assertThat(get(server, "/onePass/batchPay/b-1/report")).contains("\"conserved\":true");
      assertThat(post(server, "/onePass/userTrade", trade("100.50"), "Idempotency-Key", "t-1"))
          .contains("交易成功");
      assertThat(get(server, "/health/ready"))
          .contains("\"database\":\"up\"", "\"cache\":\"up\"", "\"thirdParty\":\"up\"");
      status = get(server, "/onePass/batchPay/b-1");
    }

    try (OnePassServer server = OnePassServer.start(settings())) {
      assertThat(get(server, "/onePass/queryUserAmount?uids=1,2,20&source=db"))
          .contains("24899.88", "25100.89", "25000.57");
      assertThat(get(server, "/onePass/queryUserAmount?uids=1,2,20"))
          .contains("24899.88", "25100.89", "25000.57");
      assertThat(post(server, "/onePass/userTrade", trade("100.50"), "Idempotency-Key", "t-1"))
          .contains("交易成功");
      assertThat(get(server, "/onePass/queryUserAmount?uids=1")).contains("24899.88");
      assertThat(
              post(server, "/onePass/validateBalance", "{\"uid\":1,\"expectedAmount\":24899.88}"))
          .contains("余额验证通过");
      assertThat(get(server, "/onePass/batchPay/b-1")).contains("\"state\":\"FINISHED\"");
      assertThat(status).contains("\"state\":\"FINISHED\"");
    }
    assertThat(thirdParty.books().totals().remainingCents()).isZero();
  }

  @Test
  void aBatchThatWasUnderWayGoesOnAfterARestart() throws Exception {
    LongStream.rangeClosed(1, 200).forEach(uid -> thirdParty.fund(uid, 20_099_587));
    // An account needs ten answers at least, one after another: longer than a stop takes.
    thirdParty.order(Faults.parse("slow=100%,slowFor=5s"));
    try (OnePassServer server = OnePassServer.start(settings())) {
      assertThat(post(server, "/onePass/batchPay", batch("b-1", 200))).contains("\"code\":200");
    }
    assertThat(thirdParty.books().totals().remainingCents()).isPositive();
    thirdParty.order(Faults.none());

    try (OnePassServer server = OnePassServer.start(settings())) {
      assertThat(post(server, "/onePass/batchPay", batch("b-1", 200), "Prefer", "wait=300"))
          .contains("\"code\":200");
      assertThat(get(server, "/onePass/batchPay/b-1"))
          .contains("\"state\":\"FINISHED\"", "\"swept\":40199174.00");
    }
    assertThat(thirdParty.books().totals().remainingCents()).isZero();
  }

  private Settings settings() {
    return ConfigLoader.load(
        Optional.empty(),
        Map.of(
            "ONEPASS_SERVER_PORT", "0",
            "ONEPASS_EMBEDDED_DATADIR", dataDir.toString(),
            "ONEPASS_API_PAYURL", thirdParty.payUri().toString(),
            "ONEPASS_API_BATCHPAYBEGINURL", thirdParty.batchPayBeginUri().toString(),
            "ONEPASS_API_BATCHPAYFINISHURL", thirdParty.batchPayFinishUri().toString()));
  }

  private static String batch(String id, int size) {
    long[] uids = LongStream.rangeClosed(1, size).toArray();
    return "{\"batchPayId\":\"" + id + "\",\"uids\":" + Arrays.toString(uids) + "}";
  }

  private static String trade(String amount) {
    return "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"" + amount + "\"}";
  }

  private String get(OnePassServer server, String path) throws Exception {
    return client.send(request(server, path).build(), BodyHandlers.ofString()).body();
  }

  private String post(OnePassServer server, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request = request(server, path).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString()).body();
  }

  private static HttpRequest.Builder request(OnePassServer server, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }
}
