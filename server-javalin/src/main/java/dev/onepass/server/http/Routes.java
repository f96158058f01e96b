// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.domain.OnePass;
import dev.onepass.ports.rate.RateLimit;
import dev.onepass.ports.time.Timekeeper;
import dev.onepass.server.config.Settings;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

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
    this.trades = new TradeHandler(onePass, settings.maxTransfer());
    this.balances = new BalanceHandler(onePass);
    this.journal = new JournalHandler(onePass);
    this.batches = new BatchHandler(onePass);
    this.events = new BatchEvents(onePass, time, executor);
    this.health = new HealthHandler(readiness, time);
    this.meters = meters;
    meters.gauge("onepass.events.clients", events, BatchEvents::readers);
  }

  void addTo(RoutesConfig routes) {
    routes.before(this::admit);
    routes.beforeMatched(Routes::noteRoute);

    routes.post("/onePass/userTrade", served(trades::trade));
    routes.post("/onePass/queryUserAmount", served(balances::query));
    routes.get("/onePass/queryUserAmount", served(balances::queryByUrl));
    routes.get("/onePass/transfers", served(journal::page));
    routes.post("/onePass/initRedisCache", served(balances::loadCache));
    routes.post("/onePass/validateBalance", served(balances::validate));

    routes.post("/onePass/batchPay", served(batches::start));
    routes.get("/onePass/batchPay", served(batches::list));
    routes.get("/onePass/batchPay/{id}", served(batches::status));
    routes.get("/onePass/batchPay/{id}/items", served(batches::items));
    routes.get("/onePass/batchPay/{id}/events", events::stream);
    routes.get("/onePass/batchPay/{id}/report", served(batches::report));
    routes.post("/onePass/batchPay/{id}/resume", served(batches::resume));

    routes.get("/health", served(health::live));
    routes.get("/health/live", served(health::live));
    routes.get("/health/ready", served(health::ready));
    routes.get(
        "/metrics",
        context -> context.contentType("text/plain; version=0.0.4").result(meters.scrape()));
    pages.addTo(routes);

    routes.exception(Exception.class, Routes::answer);
    // Javalin has an answer of its own for these, which is nobody's contract.
    routes.exception(HttpResponseException.class, Routes::answer);
  }

  /** Those that are not left to Javalin, unless there is something unusual about a request. */
  HotRoutes hot() {
    return new HotRoutes(
        admission,
        Map.of("/onePass/userTrade", trades::trade, "/onePass/queryUserAmount", balances::query));
  }

  private void admit(Context context) {
    if (!admission.admits(Exchange.of(context))) {
      context.skipRemainingHandlers();
    }
  }

  private static void noteRoute(Context context) {
    Endpoint matched = context.endpoints().matchedHttpEndpoint();
    // A HEAD is served by the route of the GET, and has none of its own.
    if (matched != null) {
      RequestLine.noteRoute(Exchange.of(context).edge().request(), matched.path);
    }
  }

  private static Handler served(Consumer<Exchange> route) {
    return context -> route.accept(Exchange.of(context));
  }

  private static void answer(Exception thrown, Context context) {
    ErrorMapper.answer(thrown, Exchange.of(context));
  }

  /** Ends what would go on for long, so that a stop need not wait for it. */
  void close() {
    batches.close();
    events.close();
  }
}
