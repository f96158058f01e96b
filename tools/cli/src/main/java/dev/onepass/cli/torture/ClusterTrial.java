// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.client.BatchStatus;
import dev.onepass.command.Closing;
import dev.onepass.command.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Lets users trade and a batch of 2,000 accounts run on a cluster in which one process of each kind
 * after the other is killed, frozen or cut off, and compares all books at the end. For one thread.
 */
public final class ClusterTrial {

  private static final long TRADING_ACCOUNTS = 20;
  private static final int BATCH_ACCOUNTS = 2_000;
  private static final int TRADERS = 6;
  private static final int READERS = 2;
  private static final int PAUSE_MILLIS_MAX = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 20;

  private final Random random;
  private final long seed;
  private final Consumer<String> progress;
  private final Testimony testimony = new Testimony();
  private final List<Long> unready = new ArrayList<>();
  private final Map<ClusterFault, List<Long>> recoveries = new EnumMap<>(ClusterFault.class);

  /**
   * A trial.
   *
   * @param progress is told what happens
   */
  public ClusterTrial(long seed, Consumer<String> progress) {
    this.seed = seed;
    this.random = new Random(seed);
    this.progress = progress;
  }

  /**
   * Checks that there is a MySQL to run it with.
   *
   * @param mysqlHome where it is, if not where systems have it
   * @throws CommandFailure if there is none; the message says how to get one
   */
  public static void requireMySql(Optional<Path> mysqlHome) {
    MySqlInstallation.find(mysqlHome, Path.of("."));
  }

  /**
   * Runs it.
   *
   * @param rounds how often each fault strikes
   * @param mysqlHome where MySQL is, if not where systems have it
   * @param directory for logs, and for the data where MySQL can reach it
   * @param server the command that starts a server
   */
  public ClusterReport run(
      int rounds, Optional<Path> mysqlHome, Path directory, List<String> server)
      throws IOException, InterruptedException, SQLException {
    MySqlInstallation mysql = MySqlInstallation.find(mysqlHome, directory);
    try (Closing closing = new Closing()) {
      progress.accept(
          "starting 3 MySQL servers, 2 Redis with 3 sentinels, a third party, 3 servers");
      ClusterArena arena = ClusterArena.open(mysql, directory, server, random, closing);
      Sweeps sweeps = new Sweeps(arena, random);
      sweeps.begin();
      sweeps.await();
      Traders traders = new Traders(arena.nodes(), TRADING_ACCOUNTS, testimony);
      Readers readers = new Readers(arena.nodes(), TRADING_ACCOUNTS, testimony);
      String largest = sweeps.begin(BATCH_ACCOUNTS);
      Crowd trading = Crowd.begin("trader", TRADERS, random, traders::trade);
      Crowd reading = Crowd.begin("reader", READERS, random, readers::read);
      try (trading;
          reading) {
        for (int round = 1; round <= rounds; round++) {
          round(arena, sweeps, traders, round);
        }
      }
      progress.accept("waiting for the batches, then comparing all books");
      sweeps.await();
      return report(
          sweeps,
          arena.anyNode().client().batch(largest),
          traders.requests(),
          Audit.complaints(arena, testimony, sweeps.funded()));
    }
  }

  private void round(ClusterArena arena, Sweeps sweeps, Traders traders, int number)
      throws IOException, InterruptedException, SQLException {
    sweeps.begin();
    for (ClusterFault fault : ClusterFault.values()) {
      Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
      long struck = System.nanoTime();
      fault.strike(arena);
      CompletableFuture<Long> noticed =
          fault == ClusterFault.CUT_SERVER
              ? CompletableFuture.supplyAsync(() -> untilNoticed(arena, struck))
              : CompletableFuture.completedFuture(null);
      for (Node node : arena.nodes()) {
        if (node.isAlive() && !arena.isCutOff(node)) {
          awaitTrade(traders, node);
        }
      }
      long millis = millisSince(struck);
      recoveries.computeIfAbsent(fault, f -> new ArrayList<>()).add(millis);
      Thread.sleep(fault.lasts().toMillis());
      if (noticed.join() != null) {
        unready.add(noticed.join());
      }
      arena.revive();
      for (Node node : arena.nodes()) {
        awaitTrade(traders, node);
      }
      long whole = millisSince(struck);
      progress.accept(
          "round %d: %s; traded again after %d ms, whole again after %d ms"
              .formatted(number, fault.words(), millis, whole));
    }
  }

  private static long untilNoticed(ClusterArena arena, long struck) {
    Waiting.until(
        PATIENCE,
        POLL_MILLIS,
        "a server that is cut off says that it is ready",
        arena::knowsThatItIsCutOff);
    return millisSince(struck);
  }

  private static long millisSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }

  /** Until the server decides a trade that is asked for now. */
  private void awaitTrade(Traders traders, Node node) throws InterruptedException {
    Intent intent = new Intent(UUID.randomUUID().toString(), 1, 2, 1);
    long start = System.nanoTime();
    long begin = testimony.now();
    while (!traders.ask(node, intent, begin)) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new CommandFailure("no trade within " + PATIENCE + " of a fault");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private ClusterReport report(
      Sweeps sweeps, BatchStatus largest, long requests, List<String> complaints) {
    Map<ClusterFault, TortureReport.Recovery> faults = new EnumMap<>(ClusterFault.class);
    recoveries.forEach((fault, millis) -> faults.put(fault, TortureReport.Recovery.of(millis)));
    return new ClusterReport(
        seed,
        faults,
        TortureReport.Recovery.of(unready),
        new ClusterReport.Largest(
            largest.total(),
            largest.swept().toPlainString(),
            largest.calls(),
            largest.took().toMillis()),
        testimony.fates().size(),
        requests,
        sweeps.batches(),
        sweeps.funded().size(),
        List.copyOf(complaints));
  }
}
