// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, a route answers it with an envelope, and never as a bug of its own. */
class AnyInputTest {

  private static final List<String> SEEDLINGS =
      List.of(
          Caller.payBody("t1", 1001, "10.50"),
          "{\"batchPayId\": \"b1\", \"uids\": [1001, 1002]}",
          "[{\"uid\": 1001, \"amount\": 14.48}]",
          "batchPayId=b%201&x=y",
          "504=2%,slowFor=2s,failBegin=1");

  @Test
  void mangledBodiesAreAnsweredWithAnEnvelope() throws Exception {
    try (ThirdPartySimulator simulator = ThirdPartySimulator.start(SimulatorOptions.defaults())) {
      Caller caller = new Caller(simulator);
      for (long seed = 0; seed < 600; seed++) {
        byte[] body = mangled(new Random(seed));
        for (Route route : List.of(Route.PAY, Route.BEGIN, Route.FINISH, Route.INIT_ACCOUNT)) {
          var request =
              caller
                  .request(simulator.baseUri().resolve(route.path()))
                  .POST(BodyPublishers.ofByteArray(body))
                  .build();

          HttpResponse<String> response = caller.send(request);

          assertThat(response.statusCode()).as("%s, seed %d", route, seed).isEqualTo(200);
          assertThat(Caller.json(response).path("code").intValue())
              .as("%s, seed %d", route, seed)
              .isIn(200, 400, 404, 409, 501);
        }
      }
      assertThat(simulator.books().totals().conserved()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E99999999999", "1e-99999999999", "-0", "1E2147483648", "9E400"})
  void exponentsBeyondAllBoundsAreRejected(String amount) throws Exception {
    try (ThirdPartySimulator simulator = ThirdPartySimulator.start(SimulatorOptions.defaults())) {
      assertThat(new Caller(simulator).pay("t", 1001, amount)).isEqualTo(400);
    }
  }

  @Test
  void numbersOfAnyLengthAreRejected() throws Exception {
    try (ThirdPartySimulator simulator = ThirdPartySimulator.start(SimulatorOptions.defaults())) {
      Caller caller = new Caller(simulator);

      assertThat(caller.pay("t", 1001, "9".repeat(60_000))).isEqualTo(400);
      assertThat(caller.pay("t", 1001, "1." + "0".repeat(900) + "1")).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%zz", "%c3%28", "%00", "&&==&"})
  void queriesThatCannotBeDecodedAreNoBug(String value) throws Exception {
    try (ThirdPartySimulator simulator = ThirdPartySimulator.start(SimulatorOptions.defaults());
        RawCall call = RawCall.finish(simulator, "?batchPayId=" + value, "")) {
      assertThat(call.firstLine()).contains(" 200 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%zz", "%c3%28", "&&==&"})
  void formsThatCannotBeDecodedAreNoBug(String value) throws Exception {
    try (ThirdPartySimulator simulator = ThirdPartySimulator.start(SimulatorOptions.defaults());
        RawCall call = RawCall.finish(simulator, "", "batchPayId=" + value)) {
      assertThat(call.firstLine()).contains(" 200 ");
    }
  }

  /** One of the seedlings with a few bytes changed, cut out or doubled. */
  private static byte[] mangled(Random random) {
    byte[] body = SEEDLINGS.get(random.nextInt(SEEDLINGS.size())).getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(4); i > 0; i--) {
      body[random.nextInt(body.length)] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) "{}[]\",:0123456789.eE-".charAt(random.nextInt(21));
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(body, random.nextInt(body.length)) : body;
  }
}
