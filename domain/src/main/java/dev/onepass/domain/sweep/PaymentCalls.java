// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.scheduler.Dispatcher;
import dev.onepass.domain.scheduler.PayCall;
import dev.onepass.ports.batch.AnswerRates;
import dev.onepass.ports.batch.Waiting;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls that the {@link Dispatcher} chooses, and sees to it that each is answered once,
 * whatever the gateway does. Used from within the mailbox.
 */
final class PaymentCalls {

  /** Hears of answers. */
  interface Listener {

    /**
     * A call was answered, as the dispatcher has been told.
     *
     * @param allWait whether no call is made from now on, as the third party turns them away
     */
    void answered(PayCall call, PayAnswer answer, boolean allWait);
  }

  private final PaymentGateway gateway;
  private final Duration patience;
  private final Timekeeper time;
  private final Dispatcher dispatcher;
  private final Mailbox mailbox;
  private final Listener listener;

  private final Gate gate;
  private final Absence absence;
  private final CallsInFlight calls;
  private final Rate rate = new Rate();
  private final Told gatewayFaults;

  /**
   * @param patience after which time a call is given up that was not answered
   */
  PaymentCalls(
      PaymentGateway gateway,
      Duration patience,
      Timekeeper time,
      Dispatcher dispatcher,
      Mailbox mailbox,
      Listener listener) {
    this.gateway = gateway;
    this.patience = patience;
    this.time = time;
    this.dispatcher = dispatcher;
    this.mailbox = mailbox;
    this.listener = listener;
    this.gate = new Gate(time);
    this.absence = new Absence(time);
    this.calls = new CallsInFlight(patience);
    this.gatewayFaults = new Told("the payment gateway, which promised an answer,", time);
  }

  /** Makes all calls that may be made now. */
  void send(long now) {
    for (PayCall call = next(now); call != null; call = next(now)) {
      gate.sent();
      calls.sent(call, now);
      send(call);
    }
  }

  private @Nullable PayCall next(long now) {
    return gate.admits(now) ? dispatcher.next(now) : null;
  }

  /** Whatever the gateway does, the call has an answer in the end. */
  private void send(PayCall call) {
    Guarded.call(() -> gateway.pay(call.payment()))
        .whenComplete(
            (got, failure) -> mailbox.post(() -> answered(call, Outcome.of(got, failure))));
  }

  /** Answers for a gateway that has fallen silent. */
  void giveUpOverdue(long now) {
    for (PayCall call = calls.overdue(now); call != null; call = calls.overdue(now)) {
      String silent = "no answer within " + patience;
      answered(call, Outcome.of(null, new TimeoutException(silent)));
    }
  }

  private void answered(PayCall call, Outcome<PayAnswer> outcome) {
    if (!calls.answered(call)) {
      return;
    }
    long now = time.nanoTime();
    PayAnswer answer = outcome.result();
    if (answer == null) {
      gatewayFaults.failed(outcome, Duration.ZERO);
      answer = new PayAnswer.InDoubt(PayAnswer.Cause.UNREADABLE, outcome.reason());
    } else {
      gatewayFaults.succeeded();
    }
    rate.count(answer, now);
    boolean allWait = gate.heard(answer, now);
    dispatcher.answered(call, answer, now);
    absence.heard(answer, dispatcher.isAway());
    listener.answered(call, answer, allWait);
  }

  /** What the calls of a second came to, lately. */
  AnswerRates answersPerSecond() {
    return rate.perSecond(time.nanoTime());
  }

  /** In how many nanoseconds to be asked to give up what is overdue. */
  long overdueInNanos(long now) {
    return calls.overdueInNanos(now);
  }

  /** In how many nanoseconds to be asked to send, though no answer came: a wait is over. */
  long admittedInNanos(long now) {
    return gate.wakeInNanos(now);
  }

  /** Whether it seems that nobody is answered, or all are turned away. */
  boolean isThirdPartyAway() {
    return dispatcher.isAway() || !gate.isOpen();
  }

  /** Why all calls wait; null while they do not. */
  @Nullable Waiting waiting() {
    return gate.waiting();
  }
}
