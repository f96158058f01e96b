// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.ports.thirdparty.PaymentGateway;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * The third party over HTTP/1.1. Thread-safe.
 *
 * <pre>{@code
 * try (PaymentGateway gateway = HttpPaymentGateway.open(config)) {
 *   gateway.pay(payment).thenAccept(answer -> ...);
 * }
 * }</pre>
 *
 * <p>Sends whatever it is asked to, once: how many calls a service gets that is down is the
 * caller's to decide. While no call is served, connections are opened anew every ten seconds, so
 * that a host that has moved is found.
 */
public final class HttpPaymentGateway implements PaymentGateway, AutoCloseable {

  private final HttpCalls calls;
  private final OkHttpClient payClient;
  private final HttpUrl payUrl;
  private final BatchCalls batchCalls;

  private HttpPaymentGateway(ThirdPartyConfig config, OkHttpClient base, LongSupplier nanoTime) {
    this.calls =
        new HttpCalls(
            config,
            new ResponseClassifier(Clock.systemUTC()),
            ThreadLocalRandom::current,
            base,
            nanoTime);
    this.payClient = calls.client(config.callTimeout());
    this.payUrl = HttpCalls.url(config.payUrl());
    this.batchCalls = new BatchCalls(calls, config);
  }

  /** Opens it; nothing is sent before the first call. */
  public static HttpPaymentGateway open(ThirdPartyConfig config) {
    return open(config, new OkHttpClient());
  }

  /**
   * The same with a host program's client: its proxy, TLS settings, name resolution, interceptors
   * and event listeners are used. Threads, connections, time-outs, redirects and retries are as the
   * configuration says, whatever the client says, since a payment is sent as often as the caller
   * wants and no more; its interceptors must keep to that.
   *
   * @param client is not closed, and shares neither threads nor connections
   */
  public static HttpPaymentGateway open(ThirdPartyConfig config, OkHttpClient client) {
    return open(config, client, System::nanoTime);
  }

  static HttpPaymentGateway open(
      ThirdPartyConfig config, OkHttpClient client, LongSupplier nanoTime) {
    return new HttpPaymentGateway(config, client, nanoTime);
  }

  @Override
  public CompletionStage<PayAnswer> pay(Payment payment) {
    return calls.ask(payClient, payUrl, Bodies.payment(payment), payment.transactionId());
  }

  @Override
  public CompletionStage<Void> begin(BatchId batch, List<Uid> uids) {
    return batchCalls.begin(batch, uids);
  }

  @Override
  public CompletionStage<Void> finish(BatchId batch) {
    return batchCalls.finish(batch);
  }

  /** Ends the calls in flight, which are then in doubt, and closes the connections. */
  @Override
  public void close() {
    calls.close();
  }
}
