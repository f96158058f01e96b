// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.memory.InMemoryLeases;
import dev.onepass.memory.InMemoryRateLimit;
import dev.onepass.memory.InMemoryStatusCache;
import dev.onepass.memory.InMemoryThirdParty;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.SharedCache;
import dev.onepass.ports.Storage;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.rate.RateLimit;
import dev.onepass.ports.time.SystemTimekeeper;
import dev.onepass.server.config.ConfigLoader;
import dev.onepass.server.config.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** The real routes on a real port, with everything behind them in memory; and a client of them. */
final class Server implements AutoCloseable {

  private static final Duration ARRIVAL = Duration.ofSeconds(30);

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  final InMemoryThirdParty thirdParty;
  final MemoryDatabase database;
  final AtomicBoolean databaseUp = new AtomicBoolean(true);
  final AtomicBoolean cacheUp = new AtomicBoolean();

  /** What befalls each call to the database before it has any effect. */
  volatile Runnable trouble = () -> {};

  /** Run by the thread of each request, where it is counted. */
  volatile Runnable counted = () -> {};

  private final SystemTimekeeper time = new SystemTimekeeper();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final OnePass onePass;
  private final Map<String, String> given;
  private final Duration arrival;
  private HttpServer http;
  private final HttpClient client = HttpClient.newHttpClient();

  private Server(
      Map<String, String> settings,
      UnaryOperator<LedgerStore> around,
      Duration arrival,
      SweepSettings sweeps) {
    this.arrival = arrival;
    database = new MemoryDatabase(time);
    thirdParty = new InMemoryThirdParty(time);
    onePass =
        OnePass.builder()
            .storage(
                new Storage(
                    troubled(LedgerStore.class, around.apply(database.ledger())),
                    troubled(Journal.class, database.ledger()),
                    troubled(BatchStore.class, database.batches()),
                    troubled(ItemStore.class, database.batches()),
                    null))
            .gateway(thirdParty)
            .cache(
                new SharedCache(
                    new InMemoryBalanceCache(),
                    new InMemoryStatusCache(time),
                    new InMemoryLeases(time),
                    null))
            .timekeeper(time)
            .executor(executor)
            .sweepSettings(sweeps)
            .build();
    onePass.start();
    given = settings;
    http = listen(0);
  }

  private Readiness readiness() {
    return new Readiness(
        List.of(
            new Readiness.Dependency("database", true, databaseUp::get),
            new Readiness.Dependency("cache", false, cacheUp::get)),
        time,
        executor,
        Duration.ZERO);
  }

  private HttpServer listen(int port) {
    var all = new HashMap<>(given);
    all.put("ONEPASS_SERVER_PORT", Integer.toString(port));
    Settings settings = ConfigLoader.load(Optional.empty(), all);
    return HttpServer.start(
        settings,
        onePass,
        readiness(),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        rate(settings.limits().ratePerSecond()),
        time,
        arrival);
  }

  /** Closes, so that nobody listens, and returns what listens there again. */
  Runnable goAway() {
    int port = port();
    http.close();
    return () -> http = listen(port);
  }

  /** Overwrites a stored balance behind the journal's back. */
  void corrupt(Balance balance) {
    LedgerChanges changes =
        new LedgerChanges(List.of(), List.of(), List.of(balance), List.of(), List.of());
    LedgerReads none = new LedgerReads(Set.of(), Set.of(), Set.of());
    database.ledger().transact(none, snapshot -> new Decided<>(changes, true));
  }

  private RateLimit rate(int perSecond) {
    RateLimit limit =
        perSecond == 0
            ? caller -> true
            : new InMemoryRateLimit(perSecond, Duration.ofSeconds(1), time);
    return caller -> {
      counted.run();
      return limit.admits(caller);
    };
  }

  private <T> T troubled(Class<T> port, T real) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          trouble.run();
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
  }

  /**
   * @param settings pairs of a variable, without its prefix, and its value
   */
  static Server with(String... settings) {
    return around(UnaryOperator.identity(), settings);
  }

  /** Gives an account up that the third party does not answer for in a fraction of a second. */
  static Server soonGivingUp() {
    return start(
        UnaryOperator.identity(),
        ARRIVAL,
        SweepSettings.of("test")
            .withFastPhase(Duration.ofMillis(100))
            .withSlowBudget(Duration.ofMillis(300))
            .withUnresolvedPause(Duration.ofHours(1)));
  }

  static Server around(UnaryOperator<LedgerStore> around, String... settings) {
    return start(around, ARRIVAL, SweepSettings.of("test"), settings);
  }

  /**
   * @param arrival how long a request may take to arrive
   */
  static Server patientFor(Duration arrival, String... settings) {
    return start(UnaryOperator.identity(), arrival, SweepSettings.of("test"), settings);
  }

  private static Server start(
      UnaryOperator<LedgerStore> around,
      Duration arrival,
      SweepSettings sweeps,
      String... settings) {
    var all = new HashMap<>(Map.of("ONEPASS_LIMITS_RATEPERSECOND", "0"));
    for (int i = 0; i < settings.length; i += 2) {
      all.put("ONEPASS_" + settings[i], settings[i + 1]);
    }
    return new Server(all, around, arrival, sweeps);
  }

  /** Gives users what they own by sweeping it from outside, which is where all money comes from. */
  Server fund(Map<Long, String> balances) {
    balances.forEach((uid, amount) -> thirdParty.deposit(new Uid(uid), Money.of(amount)));
    String uids = balances.keySet().toString();
    String id = "fund-" + Integer.toHexString(uids.hashCode());
    Answer answer =
        post(
            "/onePass/batchPay",
            "{\"batchPayId\": \"" + id + "\", \"uids\": " + uids + "}",
            "Prefer",
            "wait=30");
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
    return this;
  }

  Answer post(String path, String body, String... headers) {
    return send("POST", path, BodyPublishers.ofString(body), headers);
  }

  Answer get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  Answer send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method(method, body);
    if (method.equals("POST") && !Arrays.asList(headers).contains("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Answer(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** What is served: a method, a space and a path for each route. */
  List<String> routes() {
    return http.routes();
  }

  int port() {
    return http.port();
  }

  @Override
  public void close() {
    if (executor.isShutdown()) {
      return;
    }
    http.close();
    onePass.stop().toCompletableFuture().join();
    executor.shutdownNow();
    time.close();
  }

  /** What came back. */
  record Answer(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    String text() {
      return response.body();
    }

    JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (JsonProcessingException e) {
        throw new AssertionError(response.body(), e);
      }
    }

    JsonNode data() {
      return json().get("data");
    }

    /** The machine's name of the error. */
    String error() {
      return data().path("error").asText();
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    @Override
    public String toString() {
      return response.statusCode() + " " + response.body();
    }
  }
}
