// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import dev.onepass.simulator.bank.Bank;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The third-party payment API on a port of this machine, with money that is only in its books.
 *
 * <p>Whatever is ordered to go wrong, the books stay true: what was funded is what remains plus
 * what settled, and a payment settles once. Thread-safe.
 */
public final class ThirdPartySimulator implements AutoCloseable {

  /** More than any delay that can be ordered, so that no call ends by it. */
  private static final long IDLE_MS = 3 * Latency.LONGEST.toMillis();

  private final Bank bank = new Bank();
  private final FaultOrders orders;
  private final Timer timer = new Timer();
  private final Books books;
  private final Server server;
  private final URI baseUri;

  private ThirdPartySimulator(SimulatorOptions options) throws IOException {
    CallCounts counts = new CallCounts();
    Batches batches = new Batches();
    this.orders = new FaultOrders(options.faults());
    this.books = new Books(bank, counts, batches);
    this.server = server();
    server.setHandler(
        new SimulatorHandler(
            new PayCalls(options, orders, bank, counts, timer),
            new BatchCalls(options, orders, bank, batches, timer),
            new BookCalls(books),
            new FaultCalls(orders),
            new Dice(options.seed()),
            server.getThreadPool()));
    this.baseUri = listen(options);
  }

  /**
   * Starts a simulator without accounts.
   *
   * @throws IOException if the address cannot be listened on
   */
  public static ThirdPartySimulator start(SimulatorOptions options) throws IOException {
    return new ThirdPartySimulator(options);
  }

  /** Where it listens, such as {@code http://127.0.0.1:40123}; without a path. */
  public URI baseUri() {
    return baseUri;
  }

  /** The URL of pay: what {@code api.payUrl} should be. */
  public URI payUri() {
    return baseUri.resolve(Route.PAY.path());
  }

  /** The URL of batchPayBegin: what {@code api.batchPayBeginUrl} should be. */
  public URI batchPayBeginUri() {
    return baseUri.resolve(Route.BEGIN.path());
  }

  /** The URL of batchPayFinish: what {@code api.batchPayFinishUrl} should be. */
  public URI batchPayFinishUri() {
    return baseUri.resolve(Route.FINISH.path());
  }

  /** The books, live. */
  public Books books() {
    return books;
  }

  /** The faults last ordered; how many begin and finish calls still have to fail is not told. */
  public Faults faults() {
    return orders.now().faults();
  }

  /** Changes what goes wrong from the next call on. */
  public void order(Faults faults) {
    orders.order(faults);
  }

  /**
   * Adds to an account's balance, opening it if need be; initAccount, in contrast, sets balances.
   *
   * @throws IllegalArgumentException if the uid is not positive, the amount is negative, or the
   *     balance or the sum of all would become too large
   */
  public void fund(long uid, long cents) {
    bank.add(uid, cents);
  }

  /**
   * Adds to many balances, one after the other.
   *
   * @param centsByUid what each account gets
   * @throws IllegalArgumentException as {@link #fund(long, long)}; the accounts before have theirs
   */
  public void fund(Map<Long, Long> centsByUid) {
    centsByUid.forEach(bank::add);
  }

  /** Stops listening, and closes every connection; calls under way get no answer. */
  @Override
  public void close() {
    timer.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the simulator did not stop", e);
    }
  }

  private static Server server() {
    QueuedThreadPool threads = new QueuedThreadPool(16, 2);
    threads.setName("simulator");
    threads.setDaemon(true);
    Server server = new Server(threads);
    server.setStopTimeout(0);
    return server;
  }

  private URI listen(SimulatorOptions options) throws IOException {
    ServerConnector connector = new ServerConnector(server, 1, 1, http());
    connector.setHost(options.bindAddress());
    connector.setPort(options.port());
    connector.setIdleTimeout(IDLE_MS);
    connector.setAcceptQueueSize(1024);
    server.setConnectors(new Connector[] {connector});
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new IOException(
          "the simulator cannot listen on " + options.bindAddress() + ":" + options.port(), e);
    }
    return uri(options.bindAddress(), connector.getLocalPort());
  }

  private static HttpConnectionFactory http() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(false);
    return new HttpConnectionFactory(configuration);
  }

  private static URI uri(String bindAddress, int port) {
    String host =
        switch (bindAddress) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "[::1]";
          default -> bindAddress.contains(":") ? "[" + bindAddress + "]" : bindAddress;
        };
    return URI.create("http://" + host + ":" + port);
  }
}
