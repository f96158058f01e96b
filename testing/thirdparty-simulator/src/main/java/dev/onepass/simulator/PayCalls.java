// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import dev.onepass.simulator.bank.Bank;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers pay calls, by these rules in this order: total outage, limit of calls a second,
 * credentials and form, the lot that decides its fault, capacity, service, judgement, answer.
 *
 * <p>The judgement, which is the only effect, falls when the call is let in if accounts keep their
 * order, and otherwise when its service ends. A client that hangs up changes nothing. Thread-safe.
 */
final class PayCalls {

  private final SimulatorOptions options;
  private final FaultOrders orders;
  private final Bank bank;
  private final CallCounts counts;
  private final Timer timer;
  private final Dice dice;
  private final Gate gate;
  private final Workers workers;
  private final RateLimit limit;
  private final AtomicLong arrivals = new AtomicLong();

  PayCalls(
      SimulatorOptions options, FaultOrders orders, Bank bank, CallCounts counts, Timer timer) {
    this.options = options;
    this.orders = orders;
    this.bank = bank;
    this.counts = counts;
    this.timer = timer;
    this.dice = new Dice(options.seed());
    this.gate = new Gate(options.credentials());
    this.workers = new Workers(options.capacity(), timer);
    this.limit = new RateLimit(options.throttlePerSecond(), System::nanoTime);
  }

  void accept(Exchange exchange, byte[] body) {
    long number = arrivals.getAndIncrement();
    FaultPlan now = orders.now();
    if (now.faults().outage() != Outage.OFF) {
      counts.count(Answer.OUTAGE);
      Outages.meet(exchange, now.faults(), timer);
    } else if (!limit.admits()) {
      counts.count(Answer.THROTTLED);
      exchange.failForNow(429, "too many requests");
    } else {
      parse(exchange, body, number, now);
    }
  }

  private void parse(Exchange exchange, byte[] body, long number, FaultPlan now) {
    try {
      gate.check(exchange);
      PayRequest request = PayRequest.parse(body, options.maxPayCents());
      int lot = dice.perMillion(Dice.Question.FAULT, number);
      Fault fault = now.isDead(request.uid()) ? Fault.GATEWAY_TIMEOUT : now.fault(lot);
      admit(new PayCall(exchange, request, number, fault), now.faults());
    } catch (Refusal refusal) {
      counts.count(refusal.code() == 401 ? Answer.UNAUTHENTICATED : Answer.REJECTED);
      exchange.refuse(refusal);
    }
  }

  private void admit(PayCall call, Faults faults) {
    if (call.fault() == Fault.THROTTLE) {
      call.end(counts, dice);
    } else if (call.fault() == Fault.SWALLOW || call.fault() == Fault.APPLIED_SWALLOW) {
      call.judge(bank);
      timer.after(faults.swallowFor().toNanos(), () -> call.end(counts, dice));
    } else if (!workers.admit(() -> admitted(call), () -> serve(call, faults))) {
      counts.count(Answer.OVERLOADED);
      refuseOverload(call.exchange());
    }
  }

  private void refuseOverload(Exchange exchange) {
    if (options.capacity().overload() == 503) {
      exchange.failForNow(503, "overloaded");
    } else {
      exchange.fail(504, "overloaded");
    }
  }

  private void admitted(PayCall call) {
    if (options.perAccountOrder()) {
      call.judge(bank);
    }
  }

  private void serve(PayCall call, Faults faults) {
    timer.after(
        serviceNanos(call.number()),
        () -> {
          workers.release();
          timer.after(extraNanos(call, faults), () -> complete(call));
        });
  }

  private void complete(PayCall call) {
    call.judge(bank);
    call.end(counts, dice);
  }

  private long serviceNanos(long number) {
    Latency latency = options.latency();
    return latency.nanos(latency.sigma() == 0 ? 0 : dice.gaussian(number));
  }

  /** What is added behind the service, and so holds no worker. */
  private long extraNanos(PayCall call, Faults faults) {
    long slow = call.fault() == Fault.SLOW ? faults.slowFor().toNanos() : 0;
    return isSlow(call.request().uid()) ? slow + options.slowAccounts().extra().toNanos() : slow;
  }

  private boolean isSlow(long uid) {
    SlowAccounts slow = options.slowAccounts();
    return slow.uids().contains(uid)
        || dice.perMillion(Dice.Question.SLOW_ACCOUNT, uid) < slow.fraction() * Faults.MILLION;
  }
}
