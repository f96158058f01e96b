// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Settled;
import dev.onepass.ports.thirdparty.PayAnswer.Throttled;
import dev.onepass.ports.thirdparty.PayAnswer.TurnedAway;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;

/**
 * Begin and finish, each tried three times unless refused or turned away. Their answers are read as
 * those to a payment are: {@code code} 200 confirms. Thread-safe.
 */
final class BatchCalls {

  private static final String BATCH_PAY_ID = "batchPayId";
  private static final int ATTEMPTS = 3;
  private static final Duration PAUSE_FIRST = Duration.ofMillis(200);
  private static final Duration PAUSE_LONGEST = Duration.ofSeconds(5);
  private static final double JITTER = 0.25;

  /** A negative pause stands for the usual one. */
  private static final Duration AS_USUAL = Duration.ofNanos(-1);

  private static final FailsafeExecutor<PayAnswer> RETRIES =
      Failsafe.with(
          RetryPolicy.<PayAnswer>builder()
              .handleResultIf(answer -> !answer.isDefinite() && !(answer instanceof TurnedAway))
              .withMaxAttempts(ATTEMPTS)
              .withBackoff(PAUSE_FIRST, PAUSE_LONGEST)
              .withDelayFn(BatchCalls::pauseAskedFor)
              .withJitter(JITTER)
              .build());

  private final HttpCalls calls;
  private final OkHttpClient client;
  private final HttpUrl beginUrl;
  private final HttpUrl finishUrl;
  private final FinishStyle finishStyle;

  BatchCalls(HttpCalls calls, ThirdPartyConfig config) {
    this.calls = calls;
    this.client = calls.client(config.batchCallTimeout());
    this.beginUrl = HttpCalls.url(config.beginUrl());
    this.finishUrl = HttpCalls.url(config.finishUrl());
    this.finishStyle = config.finishStyle();
  }

  CompletableFuture<Void> begin(BatchId batch, List<Uid> uids) {
    return confirm(
        "begin of batch " + batch, () -> ask(batch, beginUrl, new BeginBody(batch, uids)));
  }

  CompletableFuture<Void> finish(BatchId batch) {
    return confirm("finish of batch " + batch, () -> finishOnce(batch));
  }

  private CompletableFuture<PayAnswer> finishOnce(BatchId batch) {
    HttpUrl withQuery =
        finishUrl.newBuilder().setQueryParameter(BATCH_PAY_ID, batch.value()).build();
    return switch (finishStyle) {
      case QUERY_AND_JSON -> ask(batch, withQuery, Bodies.batchPayId(batch));
      case QUERY -> ask(batch, withQuery, Bodies.json(""));
      case JSON -> ask(batch, finishUrl, Bodies.batchPayId(batch));
      case FORM -> ask(batch, finishUrl, Bodies.form(BATCH_PAY_ID, batch.value()));
      case BARE -> ask(batch, finishUrl, Bodies.json(batch.value()));
    };
  }

  private CompletableFuture<PayAnswer> ask(BatchId batch, HttpUrl url, RequestBody body) {
    return calls.ask(client, url, body, batch.value());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // its outcome goes into the one that is returned
  private static CompletableFuture<Void> confirm(
      String what, Supplier<CompletableFuture<PayAnswer>> call) {
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    RETRIES
        .getStageAsync(call::get)
        .whenComplete(
            (answer, bug) -> {
              if (answer instanceof Settled) {
                confirmed.complete(null);
              } else {
                String message = "The third party did not confirm the " + what + ": " + answer;
                confirmed.completeExceptionally(
                    new UnavailableException(Dependency.THIRD_PARTY, message, bug));
              }
            });
    return confirmed;
  }

  private static Duration pauseAskedFor(ExecutionContext<PayAnswer> context) {
    if (context.getLastResult() instanceof Throttled throttled) {
      Duration asked = throttled.retryAfter();
      return asked.compareTo(PAUSE_LONGEST) < 0 ? asked : PAUSE_LONGEST;
    }
    return AS_USUAL;
  }
}
