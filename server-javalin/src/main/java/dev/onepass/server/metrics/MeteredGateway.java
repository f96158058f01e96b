// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.metrics;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import dev.onepass.ports.thirdparty.PayAnswer.InDoubt;
import dev.onepass.ports.thirdparty.PayAnswer.Throttled;
import dev.onepass.ports.thirdparty.PayAnswer.TurnedAway;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.ports.thirdparty.PaymentGateway;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Times the third party's calls, and knows whether it has answered of late. Thread-safe. */
public final class MeteredGateway implements PaymentGateway {

  private static final String FAILED = "Failed";
  private static final String TURNED_AWAY = "turned_away";
  private static final String THROTTLED = "throttled";

  private final PaymentGateway gateway;
  private final MeterRegistry meters;
  private final Retries paymentRetries;
  private final Map<String, Retries> announcementRetries = new HashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean answering = true;

  public MeteredGateway(PaymentGateway gateway, MeterRegistry meters) {
    this.gateway = gateway;
    this.meters = meters;
    meters.gauge("onepass.pay.in.flight", inFlight);
    List<String> doubts = Stream.of(Cause.values()).map(Cause::name).toList();
    paymentRetries =
        new Retries(
            meters,
            "payment",
            Stream.concat(doubts.stream(), Stream.of(TURNED_AWAY, THROTTLED, FAILED)).toList());
    // From the start, so that the first failure is a rise and not a beginning.
    for (Class<?> kind : PayAnswer.class.getPermittedSubclasses()) {
      payments(kind.getSimpleName());
    }
    payments(FAILED);
    for (String call : List.of("begin", "finish")) {
      announcements(call, "confirmed");
      announcements(call, "failed");
      announcementRetries.put(call, new Retries(meters, call, List.of(FAILED)));
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
              paymentRetries.count(retryCause(answer));
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
        (done, failure) -> {
          sample.stop(announcements(call, failure == null ? "confirmed" : "failed"));
          Retries retries = announcementRetries.get(call);
          if (failure != null && retries != null) {
            retries.count(FAILED);
          }
        });
  }

  /** Why a payment is asked for again; empty if it is not. */
  private static String retryCause(@Nullable PayAnswer answer) {
    if (answer instanceof InDoubt doubt) {
      return doubt.cause().name();
    }
    if (answer instanceof TurnedAway) {
      return TURNED_AWAY;
    }
    if (answer instanceof Throttled) {
      return THROTTLED;
    }
    return answer == null ? FAILED : "";
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
