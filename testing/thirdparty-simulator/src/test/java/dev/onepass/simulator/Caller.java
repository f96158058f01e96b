// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

/** A client of the protocol, as plain as can be: no retries, no opinion about answers. */
final class Caller {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ThirdPartySimulator simulator;

  Caller(ThirdPartySimulator simulator) {
    this.simulator = simulator;
  }

  static String payBody(String transactionId, long uid, String amount) {
    return "{\"transactionId\": \"%s\", \"uid\": %d, \"amount\": %s}"
        .formatted(transactionId, uid, amount);
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  /** Pays, and tells the code in the envelope. */
  int pay(String transactionId, long uid, String amount) throws Exception {
    return json(payResponse(transactionId, uid, amount)).path("code").intValue();
  }

  HttpResponse<String> payResponse(String transactionId, long uid, String amount) throws Exception {
    return post(simulator.payUri(), payBody(transactionId, uid, amount));
  }

  HttpResponse<String> post(URI uri, String body) throws Exception {
    return send(request(uri).POST(BodyPublishers.ofString(body)).build());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(simulator.baseUri().resolve(path)).GET().build());
  }

  HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json")
        .header("X-KSY-KINGSTAR-ID", "40008")
        .header("X-KSY-TOKEN", "secret")
        .header("X-KSY-REQUEST-ID", UUID.randomUUID().toString());
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }
}
