// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.batch;

import static com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS;
import static dev.onepass.server.config.Key.API_BATCH_PAY_BEGIN_URL;
import static dev.onepass.server.config.Key.API_BATCH_PAY_FINISH_URL;
import static dev.onepass.server.config.Key.API_PAY_URL;
import static dev.onepass.server.config.Key.BATCH_MAX_CONCURRENCY;
import static dev.onepass.server.config.Key.EMBEDDED_DATA_DIR;
import static dev.onepass.server.config.Key.LIMITS_RATE_PER_SECOND;
import static dev.onepass.server.config.Key.SERVER_PORT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onepass.server.OnePassServer;
import dev.onepass.server.config.ConfigLoader;
import dev.onepass.simulator.Faults;
import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.ThirdPartySimulator;
import dev.onepass.simulator.bank.BankTotals;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A third party and a server with its databases, all on this machine and for as long as this is
 * open; the data is deleted then. Used by one thread.
 */
final class Rig implements AutoCloseable {

  private static final int CHUNK = 50_000;
  private static final long POLL_MS = 250;

  /** Beyond it the server waits no more, and is asked now and then instead. */
  private static final int WAITED_FOR_MAX = 5_000;

  private final Path data;
  private final ThirdPartySimulator thirdParty;
  private final OnePassServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private long lastUid;
  private int batches;

  private Rig(Path data, ThirdPartySimulator thirdParty, OnePassServer server) {
    this.data = data;
    this.thirdParty = thirdParty;
    this.server = server;
  }

  /** Starts both. */
  static Rig start(SimulatorOptions options, int maxConcurrency) throws IOException {
    Path data = Files.createTempDirectory("onepass-bench-");
    ThirdPartySimulator thirdParty = ThirdPartySimulator.start(options);
    Map<String, String> settings =
        Map.of(
            SERVER_PORT.variable(), "0",
            API_PAY_URL.variable(), thirdParty.payUri().toString(),
            API_BATCH_PAY_BEGIN_URL.variable(), thirdParty.batchPayBeginUri().toString(),
            API_BATCH_PAY_FINISH_URL.variable(), thirdParty.batchPayFinishUri().toString(),
            EMBEDDED_DATA_DIR.variable(), data.toString(),
            LIMITS_RATE_PER_SECOND.variable(), "0",
            BATCH_MAX_CONCURRENCY.variable(), Integer.toString(maxConcurrency));
    try {
      OnePassServer server = OnePassServer.start(ConfigLoader.load(Optional.empty(), settings));
      return new Rig(data, thirdParty, server);
    } catch (RuntimeException e) {
      thirdParty.close();
      delete(data);
      throw e;
    }
  }

  void order(Faults faults) {
    thirdParty.order(faults);
  }

  /** Funds as many fresh accounts, sweeps them, and looks into the books. */
  Round sweep(long[] balances) throws IOException, InterruptedException {
    long firstUid = lastUid + 1;
    lastUid += balances.length;
    for (int i = 0; i < balances.length; i++) {
      thirdParty.fund(firstUid + i, balances[i]);
    }
    String id = "bench-" + ++batches;
    String uids = list(firstUid, lastUid);
    long callsBefore = thirdParty.books().calls();
    long settledBefore = thirdParty.books().totals().settledCents();
    boolean isWaitedFor = balances.length <= WAITED_FOR_MAX;

    long startedAt = System.nanoTime();
    post("/onePass/batchPay", "{\"batchPayId\":\"" + id + "\",\"uids\":" + uids + "}", isWaitedFor);
    double accepted = secondsSince(startedAt);
    JsonNode status = status(id);
    while (!status.path("state").asText().equals("FINISHED")) {
      Thread.sleep(POLL_MS);
      status = status(id);
    }
    double seconds = isWaitedFor ? accepted : secondsSince(startedAt);

    long calls = thirdParty.books().calls() - callsBefore;
    boolean conserved = agree(firstUid, balances, settledBefore, status);
    return new Round(accepted, seconds, calls, Workload.floor(balances), conserved);
  }

  private boolean agree(long firstUid, long[] balances, long settledBefore, JsonNode status)
      throws IOException, InterruptedException {
    long funded = LongStream.of(balances).sum();
    BankTotals outside = thirdParty.books().totals();
    boolean agree =
        outside.conserved()
            && outside.remainingCents() == 0
            && outside.settledCents() - settledBefore == funded
            && cents(status.path("swept")) == funded
            && cents(status.path("inDoubt")) == 0;
    for (int from = 0; from < balances.length && agree; from += CHUNK) {
      int to = Math.min(balances.length, from + CHUNK);
      agree = isHere(firstUid + from, Arrays.copyOfRange(balances, from, to));
    }
    return agree;
  }

  private boolean isHere(long firstUid, long[] balances) throws IOException, InterruptedException {
    String uids = list(firstUid, firstUid + balances.length - 1);
    JsonNode found = post("/onePass/queryUserAmount?source=db", uids, false).path("data");
    boolean isHere = found.size() == balances.length;
    for (int i = 0; i < balances.length && isHere; i++) {
      isHere = cents(found.path(i).path("amount")) == balances[i];
    }
    return isHere;
  }

  private static long cents(JsonNode amount) {
    return amount.isMissingNode()
        ? 0
        : new BigDecimal(amount.asText()).movePointRight(2).longValueExact();
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static String list(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private JsonNode status(String id) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri("/onePass/batchPay/" + id)).GET()).path("data");
  }

  private JsonNode post(String path, String body, boolean wait)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (wait) {
      request.header("Prefer", "wait=600");
    }
    return send(request);
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var response = http.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("HTTP " + response.statusCode() + ": " + response.body());
    }
    return json.readerFor(JsonNode.class)
        .with(USE_BIG_DECIMAL_FOR_FLOATS)
        .readTree(response.body());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  @Override
  public void close() throws IOException {
    server.close();
    thirdParty.close();
    delete(data);
  }

  private static void delete(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(directory)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }
}
