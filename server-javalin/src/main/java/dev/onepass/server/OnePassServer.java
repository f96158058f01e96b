// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import dev.onepass.domain.OnePass;
import dev.onepass.server.config.Settings;
import dev.onepass.server.http.HttpServer;
import dev.onepass.server.metrics.Meters;
import dev.onepass.simulator.ThirdPartySimulator;
import io.javalin.util.JavalinBindException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One-Pass behind its HTTP routes, running.
 *
 * <pre>{@code
 * Settings settings = ConfigLoader.load(Optional.of(Path.of("config/config.yaml")), System.getenv());
 * OnePassServer server = OnePassServer.start(settings);
 * server.closeAtExit();
 * }</pre>
 *
 * <p>Closing it takes no more work, finishes what is in flight, and leaves the rest for the next
 * start, which goes on with it by itself. Thread-safe.
 */
public final class OnePassServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OnePassServer.class);

  private final Closing closing;
  private final Wiring wiring;
  private final HttpServer http;
  private boolean closed;

  private OnePassServer(Closing closing, Wiring wiring, HttpServer http) {
    this.closing = closing;
    this.wiring = wiring;
    this.http = http;
  }

  /**
   * Starts everything that the settings ask for, and goes on with the batches that were not
   * finished.
   *
   * @throws RuntimeException if something needed does not start; nothing is left running then, and
   *     the message says what to do
   */
  public static OnePassServer start(Settings settings) {
    LOG.info("starting with {}", settings);
    var closing = new Closing();
    try {
      Meters meters = closing.later("meters", new Meters());
      Wiring wiring = closing.later("wiring", Wiring.start(settings, meters.registry()));
      OnePass onePass = closing.later("sweeps and ledger", wiring.onePass());
      onePass.start();
      HttpServer http = closing.later("http", listen(settings, wiring, meters));
      tellWhoMayCall(settings);
      return new OnePassServer(closing, wiring, http);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private static HttpServer listen(Settings settings, Wiring wiring, Meters meters) {
    try {
      return HttpServer.start(
          settings,
          wiring.onePass(),
          wiring.readiness(),
          meters.registry(),
          wiring.rate(),
          wiring.time());
    } catch (JavalinBindException e) {
      Settings.Listen at = settings.listen();
      throw new StartFailure(
          "server.port: cannot listen at %s, port %d: it is taken, or this user may not; free it or give another"
              .formatted(at.host(), at.port()),
          e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return http.port();
  }

  /** The built-in third party, to be funded; empty if the settings name another. */
  public Optional<ThirdPartySimulator> simulator() {
    return wiring.simulator();
  }

  /** Closes it when the JVM is asked to end (SIGTERM, Ctrl-C), which then waits for it. */
  public void closeAtExit() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "onepass-stop"));
  }

  /** Returns when all is stored and stopped; does nothing the second time. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      LOG.info("stopping: taking no more work, finishing what is in flight");
      closing.close();
      LOG.info("stopped");
    }
  }

  private static void tellWhoMayCall(Settings settings) {
    if (settings.access().tokens().isEmpty() && settings.listen().isLoopback()) {
      LOG.info(
          "only this machine is served, without a token; to serve others, set security.tokens");
    } else if (settings.access().tokens().isEmpty()) {
      LOG.warn("everybody who can reach {} is served, without a token", settings.listen().host());
    }
  }
}
