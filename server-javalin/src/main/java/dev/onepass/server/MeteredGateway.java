// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.ports.thirdparty.PaymentGateway;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Times the payment calls, and knows whether the third party has answered of late. Thread-safe. */
final class MeteredGateway implements PaymentGateway {

  private final PaymentGateway gateway;
  private final MeterRegistry meters;
  private volatile boolean answering = true;

  MeteredGateway(PaymentGateway gateway, MeterRegistry meters) {
    this.gateway = gateway;
    this.meters = meters;
  }

  @Override
  public CompletionStage<PayAnswer> pay(Payment payment) {
    Timer.Sample sample = Timer.start(meters);
    return gateway
        .pay(payment)
        .whenComplete(
            (answer, failure) -> {
              answering = answer != null && !(answer instanceof PayAnswer.InDoubt);
              sample.stop(meters.timer("onepass.pay.calls", "answer", name(answer)));
            });
  }

  @Override
  public CompletionStage<Void> begin(BatchId batch, List<Uid> uids) {
    return gateway.begin(batch, uids);
  }

  @Override
  public CompletionStage<Void> finish(BatchId batch) {
    return gateway.finish(batch);
  }

  /** Whether the last payment call had a definite answer; true before the first. */
  boolean isAnswering() {
    return answering;
  }

  private static String name(@Nullable PayAnswer answer) {
    return answer == null ? "Failed" : answer.getClass().getSimpleName();
  }
}
