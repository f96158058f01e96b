// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.cli.Closing;
import dev.onepass.client.Answer;
import dev.onepass.client.ClientException;
import dev.onepass.client.OnePassClient;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Lets users trade and batches run while one fault after the other strikes, and compares the books
 * every few rounds. For one thread.
 */
public final class Torture {

  /** As many as the first batch brings money to. */
  private static final long TRADING_ACCOUNTS = 20;

  private static final int ROUNDS_PER_AUDIT = 8;
  private static final int PAUSE_MILLIS_MAX = 1500;
  private static final Duration RECOVERY_PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 20;

  private final Random random;
  private final long seed;
  private final List<Fault> faults;
  private final Consumer<String> progress;
  private final Map<Fault, List<Long>> recoveries = new EnumMap<>(Fault.class);
  private final Map<Intent, Intent.Fate> fates = new ConcurrentHashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private long requests;
  private int audits;

  /**
   * A torture by these faults, all of them equally often.
   *
   * @param progress is told what happens
   */
  public Torture(long seed, List<Fault> faults, Consumer<String> progress) {
    this.random = new Random(seed);
    this.seed = seed;
    this.faults = List.copyOf(faults);
    this.progress = progress;
  }

  /**
   * Tortures for that long, to the end of a round, and audits a last time. Stops at the first audit
   * that finds something.
   *
   * @param server the command that starts a server
   */
  public TortureReport run(Duration duration, Path directory, List<String> server)
      throws IOException, InterruptedException, SQLException {
    try (Closing closing = new Closing()) {
      progress.accept("starting a database, Redis, a third party and two servers");
      Arena arena = Arena.open(directory, server, random, closing);
      Sweeps sweeps = new Sweeps(arena, random);
      sweeps.begin();
      sweeps.await();
      long end = System.nanoTime() + duration.toNanos();
      int round = 0;
      while (System.nanoTime() < end && complaints.isEmpty()) {
        round = rounds(arena, sweeps, round, end);
      }
      return report(sweeps);
    }
  }

  /** Some rounds, then an audit. */
  private int rounds(Arena arena, Sweeps sweeps, int first, long end)
      throws IOException, InterruptedException, SQLException {
    int round = first;
    Traders traders = Traders.begin(arena.nodes(), TRADING_ACCOUNTS, random);
    try (traders) {
      do {
        round(arena, sweeps, faults.get(round % faults.size()), round + 1);
        round++;
      } while (round % ROUNDS_PER_AUDIT != 0 && System.nanoTime() < end);
    }
    fates.putAll(traders.fates());
    requests += traders.requests();
    progress.accept("waiting for the batches, then comparing all books");
    sweeps.await();
    audits++;
    complaints.addAll(Audit.complaints(arena, fates, sweeps.funded()));
    return round;
  }

  private void round(Arena arena, Sweeps sweeps, Fault fault, int number)
      throws IOException, InterruptedException, SQLException {
    sweeps.begin();
    Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
    fault.strike(arena);
    arena.revive();
    long back = System.nanoTime();
    for (Node node : arena.nodes()) {
      awaitTrade(node.client());
    }
    long millis = Duration.ofNanos(System.nanoTime() - back).toMillis();
    recoveries.computeIfAbsent(fault, f -> new ArrayList<>()).add(millis);
    progress.accept("round %d: %s; back after %d ms".formatted(number, fault.words(), millis));
  }

  /** Until the server decides a trade that is asked for now. */
  private void awaitTrade(OnePassClient server) throws InterruptedException {
    Intent intent = new Intent(UUID.randomUUID().toString(), 1, 2, 1);
    long start = System.nanoTime();
    while (!isDecided(server, intent)) {
      if (System.nanoTime() - start > RECOVERY_PATIENCE.toNanos()) {
        throw new IllegalStateException("no trade within " + RECOVERY_PATIENCE + " of the return");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private boolean isDecided(OnePassClient server, Intent intent) {
    try {
      Answer answer = Traders.send(server, intent);
      if (answer.isOk() || answer.error().equals("INSUFFICIENT_BALANCE")) {
        fates.put(intent, answer.isOk() ? Intent.Fate.POSTED : Intent.Fate.REFUSED);
        return true;
      }
      return false;
    } catch (ClientException noAnswer) {
      return false;
    }
  }

  private TortureReport report(Sweeps sweeps) {
    Map<Fault, TortureReport.Recovery> recovery = new EnumMap<>(Fault.class);
    recoveries.forEach((fault, millis) -> recovery.put(fault, TortureReport.Recovery.of(millis)));
    return new TortureReport(
        seed, recovery, fates.size(), requests, sweeps.batches(), audits, List.copyOf(complaints));
  }
}
