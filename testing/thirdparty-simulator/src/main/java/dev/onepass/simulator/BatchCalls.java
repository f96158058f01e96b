// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import dev.onepass.simulator.bank.Bank;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers batchPayBegin, batchPayFinish and initAccount. The first two meet outages and the
 * failures ordered for them, and take as long as a payment does, but no worker. Thread-safe.
 */
final class BatchCalls {

  private final SimulatorOptions options;
  private final FaultOrders orders;
  private final Bank bank;
  private final Batches batches;
  private final Timer timer;
  private final Gate gate;
  private final Dice dice;

  /** Below zero, so that these calls and pay calls never share a number. */
  private final AtomicLong numbers = new AtomicLong(-1);

  BatchCalls(
      SimulatorOptions options, FaultOrders orders, Bank bank, Batches batches, Timer timer) {
    this.options = options;
    this.orders = orders;
    this.bank = bank;
    this.batches = batches;
    this.timer = timer;
    this.gate = new Gate(options.credentials());
    this.dice = new Dice(options.seed());
  }

  void begin(Exchange exchange, byte[] body) throws Refusal {
    FaultPlan now = orders.now();
    if (now.faults().outage() != Outage.OFF) {
      Outages.meet(exchange, now.faults(), timer);
    } else if (now.failsBegin()) {
      answerLater(() -> exchange.fail(504, "gateway timeout"));
    } else {
      gate.check(exchange);
      batches.begin(BeginRequest.parse(body).batchPayId());
      answerLater(() -> exchange.answer(200, "ok"));
    }
  }

  void finish(Exchange exchange, byte[] body) throws Refusal {
    FaultPlan now = orders.now();
    if (now.faults().outage() != Outage.OFF) {
      Outages.meet(exchange, now.faults(), timer);
    } else if (now.failsFinish()) {
      answerLater(() -> exchange.fail(504, "gateway timeout"));
    } else {
      gate.check(exchange);
      FinishRequest request = FinishRequest.parse(exchange.query("batchPayId"), body);
      batches.finish(request.batchPayId());
      answerLater(() -> exchange.answer(200, "ok"));
    }
  }

  void initAccount(Exchange exchange, byte[] body) throws Refusal {
    gate.check(exchange);
    InitAccountRequest request = InitAccountRequest.parse(body);
    try {
      request.centsByUid().forEach(bank::set);
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
    exchange.answer(200, "ok");
  }

  private void answerLater(Runnable answer) {
    Latency latency = options.latency();
    timer.after(latency.nanos(dice.gaussian(numbers.getAndDecrement())), answer);
  }
}
