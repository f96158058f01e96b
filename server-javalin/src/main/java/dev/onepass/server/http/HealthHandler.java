// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.ports.time.Timekeeper;
import java.util.Map;

/** Whether the process lives, and whether what it depends on does. Outside the envelope. */
final class HealthHandler {

  private final Readiness readiness;
  private final Timekeeper time;

  HealthHandler(Readiness readiness, Timekeeper time) {
    this.readiness = readiness;
    this.time = time;
  }

  private record Health(String status, String service, long timestamp) {}

  private record Ready(
      String status, String service, long timestamp, Map<String, String> dependencies) {}

  /** {@code GET /health} and {@code GET /health/live}. */
  void live(Exchange exchange) {
    exchange.write(200, new Health("healthy", "one-pass", now()));
  }

  /** {@code GET /health/ready}. */
  void ready(Exchange exchange) {
    exchange.later(readiness.look(), state -> answer(exchange, state));
  }

  private void answer(Exchange exchange, Readiness.State state) {
    exchange.write(
        state.ready() ? 200 : 503,
        new Ready(state.status(), "one-pass", now(), state.dependencies()));
  }

  private long now() {
    return time.now().getEpochSecond();
  }
}
