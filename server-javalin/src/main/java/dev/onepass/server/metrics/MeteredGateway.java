// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.metrics;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Throttled;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.ports.thirdparty.PaymentGateway;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Times the third party's calls, and knows whether it has answered of late. Thread-safe. */
public final class MeteredGateway implements PaymentGateway {

  private static final String FAILED = "Failed";

  private final PaymentGateway gateway;
  private final MeterRegistry meters;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean answering = true;

  public MeteredGateway(PaymentGateway gateway, MeterRegistry meters) {
    this.gateway = gateway;
    this.meters = meters;
    meters.gauge("onepass.pay.in.flight", inFlight);
    // From the start, so that the first failure is a rise and not a beginning.
    for (Class<?> kind : PayAnswer.class.getPermittedSubclasses()) {
      payments(kind.getSimpleName());
    }
    payments(FAILED);
    for (String call : List.of("begin", "finish")) {
      announcements(call, "confirmed");
      announcements(call, "failed");
    }
  }

  @Override
  public CompletionStage<PayAnswer> pay(Payment payment) {
    Timer.Sample sample = Timer.start(meters);
    inFlight.incrementAndGet();
    return gateway
        .pay(payment)
        .whenComplete(
            (answer, failure) -> {
              inFlight.decrementAndGet();
              answering = answer != null && (answer.isDefinite() || answer instanceof Throttled);
              sample.stop(payments(name(answer)));
            });
  }

  @Override
  public CompletionStage<Void> begin(BatchId batch, List<Uid> uids) {
    return timed("begin", gateway.begin(batch, uids));
  }

  @Override
  public CompletionStage<Void> finish(BatchId batch) {
    return timed("finish", gateway.finish(batch));
  }

  /** Whether the third party served, or at least heard, the last payment call; true before it. */
  public boolean isAnswering() {
    return answering;
  }

  private CompletionStage<Void> timed(String call, CompletionStage<Void> stage) {
    Timer.Sample sample = Timer.start(meters);
    return stage.whenComplete(
        (done, failure) ->
            sample.stop(announcements(call, failure == null ? "confirmed" : "failed")));
  }

  private Timer payments(String answer) {
    return meters.timer("onepass.pay.calls", "answer", answer);
  }

  private Timer announcements(String call, String outcome) {
    return meters.timer("onepass.batch.announcements", "call", call, "outcome", outcome);
  }

  private static String name(@Nullable PayAnswer answer) {
    return answer == null ? FAILED : answer.getClass().getSimpleName();
  }
}
