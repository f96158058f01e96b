// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the route, reads the body without waiting for it, and hands both on. Pay calls are cheap
 * and run on the thread that read them off the network; the rest runs on the server's pool.
 */
final class SimulatorHandler extends Handler.Abstract.NonBlocking {

  private static final Logger LOG = LoggerFactory.getLogger(SimulatorHandler.class);

  private final PayCalls payCalls;
  private final BatchCalls batchCalls;
  private final BookCalls bookCalls;
  private final FaultCalls faultCalls;
  private final Dice dice;
  private final Executor executor;
  private final AtomicLong freshIds = new AtomicLong(-1);

  SimulatorHandler(
      PayCalls payCalls,
      BatchCalls batchCalls,
      BookCalls bookCalls,
      FaultCalls faultCalls,
      Dice dice,
      Executor executor) {
    this.payCalls = payCalls;
    this.batchCalls = batchCalls;
    this.bookCalls = bookCalls;
    this.faultCalls = faultCalls;
    this.dice = dice;
    this.executor = executor;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback, this::freshId);
    Route route = Route.of(request.getMethod(), Request.getPathInContext(request));
    if (route == null) {
      exchange.fail(404, "no such route");
    } else {
      new BodyReader(request, exchange, route.bodyMax(), body -> dispatch(route, exchange, body))
          .run();
    }
    return true;
  }

  private String freshId() {
    return dice.uuid(freshIds.getAndDecrement()).toString();
  }

  private void dispatch(Route route, Exchange exchange, byte[] body) {
    if (route == Route.PAY) {
      guarded(route, exchange, body);
    } else {
      executor.execute(() -> guarded(route, exchange, body));
    }
  }

  private void guarded(Route route, Exchange exchange, byte[] body) {
    try {
      run(route, exchange, body);
    } catch (Refusal refusal) {
      exchange.refuse(refusal);
    } catch (RuntimeException e) {
      LOG.error("{} failed by a bug of the simulator", route, e);
      exchange.fail(500, "a bug of the simulator; its log has more");
    }
  }

  private void run(Route route, Exchange exchange, byte[] body) throws Refusal {
    switch (route) {
      case PAY -> payCalls.accept(exchange, body);
      case BEGIN -> batchCalls.begin(exchange, body);
      case FINISH -> batchCalls.finish(exchange, body);
      case INIT_ACCOUNT -> batchCalls.initAccount(exchange, body);
      case BOOKS -> bookCalls.tell(exchange);
      case ORDER_FAULTS -> faultCalls.order(exchange, body);
      case TELL_FAULTS -> faultCalls.tell(exchange);
      case HEALTH -> exchange.send(200, health());
    }
  }

  private static byte[] health() {
    return Envelope.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("status", "healthy");
          json.writeStringField("service", "third-party-simulator");
          json.writeNumberField("timestamp", Clock.systemUTC().instant().getEpochSecond());
          json.writeEndObject();
        });
  }
}
