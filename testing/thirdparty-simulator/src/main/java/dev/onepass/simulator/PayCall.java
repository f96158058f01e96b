// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import dev.onepass.simulator.bank.Bank;
import dev.onepass.simulator.bank.Judgement;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One well-formed pay call and its fate. Used by one thread after another: handed on through the
 * timer and the queue of the workers.
 */
final class PayCall {

  private static final byte[] GARBAGE =
      "{\"code\":200,\"msg\":\"ok\",\"requestId\":\"".getBytes(StandardCharsets.UTF_8);

  private final Exchange exchange;
  private final PayRequest request;
  private final long number;
  private final @Nullable Fault fault;
  private @Nullable Judgement judgement;

  PayCall(Exchange exchange, PayRequest request, long number, @Nullable Fault fault) {
    this.exchange = exchange;
    this.request = request;
    this.number = number;
    this.fault = fault;
  }

  Exchange exchange() {
    return exchange;
  }

  PayRequest request() {
    return request;
  }

  long number() {
    return number;
  }

  @Nullable Fault fault() {
    return fault;
  }

  /** Has the payment judged, unless it was, or the fault keeps it from that. */
  void judge(Bank bank) {
    if (judgement == null && (fault == null || fault.applied())) {
      judgement = bank.pay(request.transactionId(), request.uid(), request.cents());
    }
  }

  /** Ends the exchange as the fault has it, or else as the judgement does. */
  void end(CallCounts counts, Dice dice) {
    if (fault == null || fault == Fault.SLOW) {
      counts.count(answer());
      envelope(exchange.requestId());
    } else {
      counts.count(fault);
      endBy(fault, dice);
    }
  }

  private void endBy(Fault met, Dice dice) {
    switch (met) {
      case GATEWAY_TIMEOUT, APPLIED_GATEWAY_TIMEOUT -> exchange.fail(504, "gateway timeout");
      case DROP, APPLIED_DROP, SWALLOW, APPLIED_SWALLOW -> exchange.drop();
      case FOREIGN_REQUEST_ID -> envelope(dice.uuid(number).toString());
      case GARBAGE, APPLIED_GARBAGE -> exchange.send(200, GARBAGE);
      case THROTTLE -> exchange.failForNow(429, "too many requests");
      case SLOW -> throw new IllegalStateException("a slow answer is an answer");
    }
  }

  private void envelope(String requestId) {
    byte[] body =
        switch (answer()) {
          case SETTLED, REPEATED -> Envelope.of(200, "ok", requestId, request::write);
          case INSUFFICIENT -> Envelope.of(501, "insufficient balance", requestId);
          case UNKNOWN_ACCOUNT -> Envelope.of(404, "no such account", requestId);
          default -> Envelope.of(409, "transactionId used with another uid or amount", requestId);
        };
    exchange.send(200, body);
  }

  private Answer answer() {
    if (judgement == null) {
      throw new IllegalStateException("answered before it was judged");
    }
    return switch (judgement) {
      case SETTLED -> Answer.SETTLED;
      case REPEATED -> Answer.REPEATED;
      case INSUFFICIENT -> Answer.INSUFFICIENT;
      case UNKNOWN_ACCOUNT -> Answer.UNKNOWN_ACCOUNT;
      case ID_REUSED -> Answer.ID_REUSED;
    };
  }
}
