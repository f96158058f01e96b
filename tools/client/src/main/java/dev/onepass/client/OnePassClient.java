// SPDX-License-Identifier: Apache-2.0
package dev.onepass.client;

import static com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A caller of one server. Amounts are exact decimals both ways. Thread-safe. */
public final class OnePassClient {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * Statuses of a server that is too busy or on its way down or up, and of proxies in front of it.
   */
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

  private static final int BALANCES_PAGE = 10_000;

  /** A batch of a million accounts takes a while to be accepted. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final URI server;
  private final String base;
  private final Optional<String> token;
  private final Duration patience;

  /**
   * @param server such as {@code http://127.0.0.1:40008}, or with a path where it is behind a proxy
   * @param token what the server wants as X-KSY-TOKEN, if anything
   */
  public OnePassClient(URI server, Optional<String> token) {
    this(server, token, PATIENCE);
  }

  /**
   * @param server such as {@code http://127.0.0.1:40008}
   * @param token what the server wants as X-KSY-TOKEN, if anything
   * @param patience how long to wait for an answer
   */
  public OnePassClient(URI server, Optional<String> token, Duration patience) {
    this.server = server;
    this.base = server.toString().replaceFirst("/+$", "");
    this.token = token;
    this.patience = patience;
  }

  /** Has the server accept a batch; once this returns, it will be worked on. */
  public void startBatch(String id, Collection<Long> uids) {
    requireOk(post("/onePass/batchPay", Map.of("batchPayId", id, "uids", uids)));
  }

  /**
   * Has the server sweep a batch, and waits for its end, or for as long as is said; then {@link
   * #batch} tells how far it is.
   *
   * @param patience for the end; shorter than that for an answer
   */
  public void sweep(String id, Collection<Long> uids, Duration patience) {
    requireOk(
        send(
            request("/onePass/batchPay")
                .header("Prefer", "wait=" + patience.toSeconds())
                .POST(body(Map.of("batchPayId", id, "uids", uids)))
                .build()));
  }

  /** The balances of those accounts that exist, as anybody gets them: perhaps from the cache. */
  public Map<Long, BigDecimal> balances(Collection<Long> uids) {
    return balances(uids, "/onePass/queryUserAmount");
  }

  /** The same, as the database has them. */
  public Map<Long, BigDecimal> storedBalances(Collection<Long> uids) {
    return balances(uids, "/onePass/queryUserAmount?source=db");
  }

  private Map<Long, BigDecimal> balances(Collection<Long> uids, String path) {
    Map<Long, BigDecimal> balances = new LinkedHashMap<>();
    List<Long> all = List.copyOf(uids);
    for (int from = 0; from < all.size(); from += BALANCES_PAGE) {
      List<Long> page = all.subList(from, Math.min(from + BALANCES_PAGE, all.size()));
      for (JsonNode line : requireOk(post(path, page)).data()) {
        if (line.has("amount")) {
          balances.put(line.get("uid").asLong(), line.get("amount").decimalValue());
        }
      }
    }
    return balances;
  }

  /** How far a batch is. */
  public BatchStatus batch(String id) {
    return BatchStatus.of(requireOk(get(batchPath(id))).data());
  }

  /** The path of a batch, whatever its id is made of. */
  public static String batchPath(String id) {
    return "/onePass/batchPay/" + URLEncoder.encode(id, UTF_8).replace("+", "%20");
  }

  /** Asks for something. */
  public Answer get(String path) {
    return send(request(path).GET().build());
  }

  /** Sends something. */
  public Answer post(String path, Object body) {
    return send(request(path).POST(body(body)).build());
  }

  /** Sends something that takes effect once, however often it is sent with that key. */
  public Answer post(String path, Object body, String idempotencyKey) {
    return send(request(path).header("Idempotency-Key", idempotencyKey).POST(body(body)).build());
  }

  /**
   * The answer, if it is a good one.
   *
   * @throws ClientException otherwise, with what the server said
   */
  public Answer requireOk(Answer answer) {
    if (!answer.isOk()) {
      throw new ClientException(
          "%s answered %d %s: %s".formatted(server, answer.code(), answer.error(), answer.msg()),
          PASSING.contains(answer.status()));
    }
    return answer;
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(patience)
            .header("Content-Type", "application/json")
            .header("Accept-Language", "en");
    token.ifPresent(value -> request.header("X-KSY-TOKEN", value));
    return request;
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return answer(response, envelope(response));
    } catch (IOException e) {
      throw new ClientException(
          "no answer from %s (%s); is it running? Start one with: onepass serve"
              .formatted(server, reason(e)),
          true,
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException("interrupted", false, e);
    }
  }

  private JsonNode envelope(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      // A proxy has pages of its own for a server that is away.
      boolean away = PASSING.contains(response.statusCode());
      throw new ClientException(
          away
              ? "%s answered %d".formatted(server, response.statusCode())
              : "what answers at " + server + " is no One-Pass server",
          away,
          e);
    }
  }

  private static Answer answer(HttpResponse<String> response, JsonNode envelope) {
    return new Answer(
        response.statusCode(),
        envelope.path("code").asInt(),
        envelope.path("msg").asText(),
        envelope.path("data"),
        response.headers().firstValue("Idempotent-Replayed").isPresent());
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static HttpRequest.BodyPublisher body(Object body) {
    try {
      return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
