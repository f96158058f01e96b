// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.domain.OnePass;
import dev.onepass.ports.rate.RateLimit;
import dev.onepass.ports.time.Timekeeper;
import dev.onepass.server.config.Settings;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.Executor;

/** Which route leads where. */
final class Routes {

  private final Admission admission;
  private final TradeHandler trades;
  private final BalanceHandler balances;
  private final JournalHandler journal;
  private final BatchHandler batches;
  private final BatchEvents events;
  private final HealthHandler health;
  private final PrometheusMeterRegistry meters;
  private final Pages pages = new Pages();

  Routes(
      Settings settings,
      OnePass onePass,
      Readiness readiness,
      PrometheusMeterRegistry meters,
      RateLimit rate,
      Timekeeper time,
      Executor executor) {
    this.admission = new Admission(settings, rate);
    this.trades = new TradeHandler(onePass, settings.maxTransfer(), executor);
    this.balances = new BalanceHandler(onePass);
    this.journal = new JournalHandler(onePass);
    this.batches = new BatchHandler(onePass, executor);
    this.events = new BatchEvents(onePass, time, executor);
    this.health = new HealthHandler(readiness, time);
    this.meters = meters;
    meters.gauge("onepass.events.clients", events, BatchEvents::readers);
  }

  void addTo(RoutesConfig routes) {
    routes.before(admission::admit);
    routes.beforeMatched(RequestLine::noteRoute);

    routes.post("/onePass/userTrade", trades::trade);
    routes.post("/onePass/queryUserAmount", balances::query);
    routes.get("/onePass/queryUserAmount", balances::queryByUrl);
    routes.get("/onePass/transfers", journal::page);
    routes.post("/onePass/initRedisCache", balances::loadCache);
    routes.post("/onePass/validateBalance", balances::validate);

    routes.post("/onePass/batchPay", batches::start);
    routes.get("/onePass/batchPay", batches::list);
    routes.get("/onePass/batchPay/{id}", batches::status);
    routes.get("/onePass/batchPay/{id}/items", batches::items);
    routes.get("/onePass/batchPay/{id}/events", events::stream);
    routes.get("/onePass/batchPay/{id}/report", batches::report);
    routes.post("/onePass/batchPay/{id}/resume", batches::resume);

    routes.get("/health", health::live);
    routes.get("/health/live", health::live);
    routes.get("/health/ready", health::ready);
    routes.get(
        "/metrics",
        context -> context.contentType("text/plain; version=0.0.4").result(meters.scrape()));
    pages.addTo(routes);

    routes.exception(Exception.class, ErrorMapper::answer);
    // Javalin has an answer of its own for these, which is nobody's contract.
    routes.exception(HttpResponseException.class, ErrorMapper::answer);
  }

  /** Ends what would go on for long, so that a stop need not wait for it. */
  void close() {
    batches.close();
    events.close();
  }
}
