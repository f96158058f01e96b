// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import dev.onepass.ports.thirdparty.PayAnswer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import okio.ByteString;
import okio.GzipSource;
import okio.Okio;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends calls, each once, and has each answer judged. Thread-safe. */
final class HttpCalls implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HttpCalls.class);
  private static final String REQUEST_ID = "X-KSY-REQUEST-ID";

  private static final long IDLE_CONNECTION_SECONDS = 60;

  private final ResponseClassifier classifier;
  private final Supplier<? extends RandomGenerator> random;
  private final Headers headers;
  private final OkHttpClient client;
  private final Reconnection reconnection;

  /**
   * @param base what the calls' own client is made from
   * @param nanoTime steady time, for how long calls have been failing
   */
  HttpCalls(
      ThirdPartyConfig config,
      ResponseClassifier classifier,
      Supplier<? extends RandomGenerator> random,
      OkHttpClient base,
      LongSupplier nanoTime) {
    this.classifier = classifier;
    this.random = random;
    this.headers =
        new Headers.Builder()
            .add("X-KSY-KINGSTAR-ID", config.id())
            .add("X-KSY-TOKEN", config.token())
            // A hundred bytes gain nothing by compression; some servers compress them all the same.
            .add("Accept-Encoding", "identity")
            .build();
    this.client = newClient(config, base);
    this.reconnection = new Reconnection(client.connectionPool()::evictAll, nanoTime);
  }

  static HttpUrl url(URI uri) {
    return Objects.requireNonNull(HttpUrl.get(uri), "checked to be http(s)");
  }

  /** A client whose calls end after this time; all of them share threads and connections. */
  OkHttpClient client(Duration callTimeout) {
    return client.newBuilder().callTimeout(callTimeout).build();
  }

  /**
   * Sends one call. The stage never completes exceptionally.
   *
   * @param subject the transaction or batch id, which names the trace
   */
  CompletableFuture<PayAnswer> ask(
      OkHttpClient sender, HttpUrl url, RequestBody body, String subject) {
    String requestId = newUuid();
    Request request =
        new Request.Builder()
            .url(url)
            .headers(headers)
            .header(REQUEST_ID, requestId)
            .header(Traceparent.HEADER, Traceparent.of(subject, random.get()))
            .post(body)
            .build();
    CompletableFuture<PayAnswer> answer = new CompletableFuture<>();
    sender
        .newCall(request)
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException failure) {
                end(answer, classifier.classify(failure));
              }

              @Override
              public void onResponse(Call call, Response response) {
                end(answer, judge(response, requestId));
              }
            });
    return answer;
  }

  private void end(CompletableFuture<PayAnswer> answer, PayAnswer with) {
    reconnection.heard(with);
    answer.complete(with);
  }

  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private PayAnswer judge(Response response, String requestId) {
    try (response) {
      HttpReply reply =
          new HttpReply(
              response.code(),
              response.header("Retry-After"),
              response.header("Content-Type", ""),
              body(response));
      return classifier.classify(reply, requestId);
    } catch (IOException failure) {
      return classifier.classify(failure);
    } catch (RuntimeException bug) {
      log.error("Cannot judge the answer to {} {}", REQUEST_ID, requestId, bug);
      return ResponseClassifier.unreadable("cannot be judged: " + bug);
    }
  }

  private static ByteString body(Response response) throws IOException {
    BufferedSource source = response.body().source();
    String encoding = response.header("Content-Encoding", "identity");
    if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
      source = Okio.buffer(new GzipSource(source));
    }
    source.request(HttpReply.BYTES_MAX + 1);
    return source.getBuffer().snapshot();
  }

  /** Random enough to be unique; nobody gains by guessing it. */
  private String newUuid() {
    RandomGenerator source = random.get();
    long high = (source.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
    long low = (source.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  private static OkHttpClient newClient(ThirdPartyConfig config, OkHttpClient base) {
    Dispatcher dispatcher = new Dispatcher(CallThreads.start());
    dispatcher.setMaxRequests(config.callsMax());
    dispatcher.setMaxRequestsPerHost(config.callsMax());
    return base.newBuilder()
        .dispatcher(dispatcher)
        .connectionPool(
            new ConnectionPool(config.callsMax(), IDLE_CONNECTION_SECONDS, TimeUnit.SECONDS))
        .protocols(List.of(Protocol.HTTP_1_1))
        .cache(null)
        .authenticator(Authenticator.NONE)
        .connectTimeout(config.connectTimeout())
        // The call timeout is the only one after that: it also holds against an endless trickle.
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .build();
  }
}
