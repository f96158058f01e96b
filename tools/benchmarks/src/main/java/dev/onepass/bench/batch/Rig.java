// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.batch;

import dev.onepass.bench.lab.BenchDatabase;
import dev.onepass.bench.lab.BenchServer;
import dev.onepass.client.BatchStatus;
import dev.onepass.client.OnePassClient;
import dev.onepass.ports.model.Money;
import dev.onepass.server.config.Key;
import dev.onepass.simulator.Faults;
import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.ThirdPartySimulator;
import dev.onepass.simulator.bank.BankTotals;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A third party and a server with its databases, all on this machine and for as long as this is
 * open. Used by one thread.
 */
final class Rig implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration WAIT = Duration.ofMinutes(10);

  /** Beyond it the server waits no more, and is asked now and then instead. */
  private static final int WAITED_FOR_MAX = 5_000;

  private final ThirdPartySimulator thirdParty;
  private final BenchDatabase database;
  private final BenchServer server;
  private final OnePassClient client;
  private long lastUid;
  private int batches;

  private Rig(ThirdPartySimulator thirdParty, BenchDatabase database, BenchServer server) {
    this.thirdParty = thirdParty;
    this.database = database;
    this.server = server;
    URI uri = URI.create("http://127.0.0.1:" + server.port());
    this.client = new OnePassClient(uri, Optional.empty(), WAIT.multipliedBy(2));
  }

  /** Starts everything. */
  static Rig start(SimulatorOptions options, int maxConcurrency) throws SQLException, IOException {
    ThirdPartySimulator thirdParty = ThirdPartySimulator.start(options);
    BenchDatabase database = BenchDatabase.open(null);
    return new Rig(
        thirdParty,
        database,
        BenchServer.start(
            database,
            Map.of(
                Key.API_PAY_URL.variable(), thirdParty.payUri().toString(),
                Key.API_BATCH_PAY_BEGIN_URL.variable(), thirdParty.batchPayBeginUri().toString(),
                Key.API_BATCH_PAY_FINISH_URL.variable(), thirdParty.batchPayFinishUri().toString(),
                Key.BATCH_MAX_CONCURRENCY.variable(), Integer.toString(maxConcurrency))));
  }

  void order(Faults faults) {
    thirdParty.order(faults);
  }

  /** Funds as many fresh accounts, sweeps them, and looks into the books. */
  Round sweep(long[] balances) {
    Map<Long, Long> funded = new LinkedHashMap<>();
    for (long cents : balances) {
      funded.put(++lastUid, cents);
    }
    thirdParty.fund(funded);
    String id = "bench-" + ++batches;
    List<Long> uids = List.copyOf(funded.keySet());
    long callsBefore = thirdParty.books().calls();
    long settledBefore = thirdParty.books().totals().settledCents();

    long startedAt = System.nanoTime();
    double accepted = sweep(id, uids, startedAt);
    BatchStatus status = client.batch(id);
    while (!status.isFinished()) {
      LockSupport.parkNanos(POLL.toNanos());
      status = client.batch(id);
    }
    double seconds = uids.size() > WAITED_FOR_MAX ? secondsSince(startedAt) : accepted;

    long calls = thirdParty.books().calls() - callsBefore;
    boolean conserved = agree(funded, settledBefore, status);
    return new Round(accepted, seconds, calls, Workload.floor(balances), conserved);
  }

  private double sweep(String id, List<Long> uids, long startedAt) {
    if (uids.size() > WAITED_FOR_MAX) {
      client.startBatch(id, uids);
    } else {
      client.sweep(id, uids, WAIT);
    }
    return secondsSince(startedAt);
  }

  private boolean agree(Map<Long, Long> funded, long settledBefore, BatchStatus status) {
    Map<Long, Long> expected = new LinkedHashMap<>(funded);
    // An account exists once it held money.
    expected.values().removeIf(cents -> cents == 0);
    long total = funded.values().stream().mapToLong(Long::longValue).sum();
    BankTotals outside = thirdParty.books().totals();
    return outside.conserved()
        && outside.remainingCents() == 0
        && outside.settledCents() - settledBefore == total
        && cents(status.swept()) == total
        && status.inDoubt().signum() == 0
        && cents(client.storedBalances(funded.keySet())).equals(expected);
  }

  private static Map<Long, Long> cents(Map<Long, BigDecimal> balances) {
    Map<Long, Long> cents = new LinkedHashMap<>();
    balances.forEach((uid, amount) -> cents.put(uid, cents(amount)));
    return cents;
  }

  private static long cents(BigDecimal amount) {
    return new Money(amount).cents();
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  @Override
  public void close() {
    server.close();
    database.close();
    thirdParty.close();
  }
}
