// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.domain.OnePass;
import dev.onepass.ports.rate.RateLimit;
import dev.onepass.ports.time.Timekeeper;
import dev.onepass.server.config.Settings;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The onePass routes on a port.
 *
 * <p>Closing it is graceful: where a load balancer watches, it is told first; then new requests are
 * turned away, those under way are answered, and after 20 s the rest is cut off. Thread-safe.
 */
public final class HttpServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Connections that may wait to be accepted. With the usual 50, callers who come all at once, as
   * after a restart, are not heard and try again after a second.
   */
  private static final int BACKLOG = 1024;

  private static final long IDLE_AT_STOP_MILLIS = 100;

  /** In which a request has to arrive, but for what a large body takes. */
  private static final Duration ARRIVAL = Duration.ofSeconds(30);

  private static final int COMPRESSED_FROM = 32 << 10;

  private final Javalin javalin;
  private final Routes routes;
  private final Readiness readiness;
  private final RequestLine log;

  private HttpServer(Javalin javalin, Routes routes, Readiness readiness, RequestLine log) {
    this.javalin = javalin;
    this.routes = routes;
    this.readiness = readiness;
    this.log = log;
  }

  /**
   * Starts to listen.
   *
   * @param meters what is counted here, and all that is shown under {@code /metrics}
   * @param rate who is turned away for asking too often
   * @throws io.javalin.util.JavalinBindException if the port is taken
   */
  public static HttpServer start(
      Settings settings,
      OnePass onePass,
      Readiness readiness,
      PrometheusMeterRegistry meters,
      RateLimit rate,
      Timekeeper time) {
    return start(settings, onePass, readiness, meters, rate, time, ARRIVAL);
  }

  static HttpServer start(
      Settings settings,
      OnePass onePass,
      Readiness readiness,
      PrometheusMeterRegistry meters,
      RateLimit rate,
      Timekeeper time,
      Duration arrival) {
    var threads = Threads.pool(settings.limits().concurrency());
    var routes = new Routes(settings, onePass, readiness, meters, rate, time, threads);
    var warmUp = new WarmUp();
    var log = new RequestLine(meters);
    Javalin javalin =
        Javalin.create(
            config -> {
              configure(config, settings);
              config.jetty.threadPool = threads;
              config.jetty.modifyServer(
                  server -> modify(server, routes.hot(), warmUp, log, arrival));
              routes.addTo(config.routes);
            });
    javalin.start();
    warmUp.run(javalin.jettyServer().server());
    LOG.info("listening on {} port {}", settings.listen().host(), javalin.port());
    return new HttpServer(javalin, routes, readiness, log);
  }

  /** The port that it listens on. */
  public int port() {
    return javalin.port();
  }

  /** The routes as they are registered: a method, a space and a path each. */
  List<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .filter(route -> route.endpoint.method.isHttpMethod())
        .map(route -> route.endpoint.method + " " + route.endpoint.path)
        .toList();
  }

  @Override
  public void close() {
    readiness.stop().join();
    routes.close();
    javalin.stop();
    log.close();
  }

  private static void configure(JavalinConfig config, Settings settings) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.defaultContentType = "application/json";
    // Go's client asks for gzip by default: below this the line is faster than the compressor.
    config.http.compressionStrategy = new CompressionStrategy(null, new Gzip());
    config.http.compressionStrategy.setDefaultMinSizeForCompression(COMPRESSED_FROM);
    config.jetty.addConnector((server, http) -> connector(server, http, settings.listen()));
    config.router.javaLangErrorHandler(
        (response, error) -> {
          String id = UUID.randomUUID().toString();
          LOG.error("the Java machine is in trouble: requestId={}", id, error);
          response.setContentType("application/json");
          try {
            response.getOutputStream().write(Json.bytes(JettyErrors.internal(id)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, Settings.Listen listen) {
    var connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(listen.host());
    connector.setPort(listen.port());
    connector.setAcceptQueueSize(BACKLOG);
    // Who sends a request at a stop is turned away, on a new connection or on an idle one.
    connector.setShutdownIdleTimeout(IDLE_AT_STOP_MILLIS);
    return connector;
  }

  private static void modify(
      Server server, HotRoutes hot, WarmUp warmUp, RequestLine log, Duration arrival) {
    server.setErrorHandler(new JettyErrors());
    server.setRequestLog(log);
    server.insertHandler(hot);
    server.insertHandler(new LingeringClose());
    server.insertHandler(new Arrival(arrival));
    server.insertHandler(warmUp);
    server.insertHandler(new GracefulHandler());
    server.setStopTimeout(PATIENCE.toMillis());
  }
}
