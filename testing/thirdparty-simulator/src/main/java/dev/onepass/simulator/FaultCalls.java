// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.nio.charset.StandardCharsets;

/** Takes orders of faults over HTTP: the body is the text that {@link Faults#parse} reads. */
final class FaultCalls {

  private final FaultOrders orders;

  FaultCalls(FaultOrders orders) {
    this.orders = orders;
  }

  void order(Exchange exchange, byte[] body) throws Refusal {
    try {
      orders.order(Faults.parse(new String(body, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
    tell(exchange);
  }

  void tell(Exchange exchange) {
    String faults = orders.now().faults().toString();
    exchange.answer(
        json -> {
          json.writeStartObject();
          json.writeStringField("faults", faults);
          json.writeEndObject();
        });
  }
}
