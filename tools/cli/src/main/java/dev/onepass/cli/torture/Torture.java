// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.command.Closing;
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
import java.util.function.Consumer;

/**
 * Lets users trade and batches run while one fault after the other strikes, and compares the books
 * every few rounds. For one thread.
 */
public final class Torture {

  /** As many as the first batch brings money to. */
  private static final long TRADING_ACCOUNTS = 20;

  private static final int TRADERS = 8;
  private static final int READERS = 2;
  private static final int ROUNDS_PER_AUDIT = 8;
  private static final int PAUSE_MILLIS_MAX = 1500;
  private static final Duration RECOVERY_PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 20;

  private final Random random;
  private final long seed;
  private final List<Fault> faults;
  private final Consumer<String> progress;
  private final Map<Fault, List<Long>> recoveries = new EnumMap<>(Fault.class);
  private final Testimony testimony = new Testimony();
  private final List<String> complaints = new ArrayList<>();
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
      Arena arena = Arena.open(directory, server, random, testimony::databaseDied, closing);
      Sweeps sweeps = new Sweeps(arena, random);
      Traders traders = new Traders(arena.nodes(), TRADING_ACCOUNTS, testimony);
      Readers readers = new Readers(arena.nodes(), TRADING_ACCOUNTS, testimony);
      Stage stage = new Stage(arena, sweeps, traders);
      sweeps.begin();
      sweeps.await();
      long end = System.nanoTime() + duration.toNanos();
      int round = 0;
      while (System.nanoTime() < end && complaints.isEmpty()) {
        Crowd trading = Crowd.begin("trader", TRADERS, random, traders::trade);
        Crowd reading = Crowd.begin("reader", READERS, random, readers::read);
        try (trading;
            reading) {
          round = rounds(stage, round, end);
        }
        audit(arena, sweeps);
      }
      return report(sweeps, traders.requests());
    }
  }

  private record Stage(Arena arena, Sweeps sweeps, Traders traders) {}

  /** Rounds until the next audit is due. */
  private int rounds(Stage stage, int first, long end)
      throws IOException, InterruptedException, SQLException {
    int round = first;
    do {
      round(stage, faults.get(round % faults.size()), round + 1);
      round++;
    } while (round % ROUNDS_PER_AUDIT != 0 && System.nanoTime() < end);
    return round;
  }

  private void audit(Arena arena, Sweeps sweeps) throws SQLException {
    progress.accept("waiting for the batches, then comparing all books");
    sweeps.await();
    audits++;
    complaints.addAll(Audit.complaints(arena, testimony, sweeps.funded()));
  }

  private void round(Stage stage, Fault fault, int number)
      throws IOException, InterruptedException, SQLException {
    Arena arena = stage.arena();
    stage.sweeps().begin();
    Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
    fault.strike(arena, stage.sweeps());
    arena.revive();
    long back = System.nanoTime();
    for (Node node : arena.nodes()) {
      back = awaitTrade(stage, node, back);
    }
    long millis = Duration.ofNanos(System.nanoTime() - back).toMillis();
    recoveries.computeIfAbsent(fault, f -> new ArrayList<>()).add(millis);
    progress.accept("round %d: %s; back after %d ms".formatted(number, fault.words(), millis));
  }

  /**
   * Until the server decides a trade that is asked for now.
   *
   * @param back since when all that it needs is there
   * @return the same, or later if the database had to be started once more
   */
  private long awaitTrade(Stage stage, Node node, long back)
      throws IOException, InterruptedException {
    Intent intent = new Intent(UUID.randomUUID().toString(), 1, 2, 1);
    long since = back;
    long begin = testimony.now();
    while (!stage.traders().ask(node, intent, begin)) {
      // MariaDB may be a while in ending itself, and answer some connections meanwhile.
      if (stage.arena().reviveDatabase()) {
        since = System.nanoTime();
      }
      if (System.nanoTime() - since > RECOVERY_PATIENCE.toNanos()) {
        throw new IllegalStateException("no trade within " + RECOVERY_PATIENCE + " of the return");
      }
      Thread.sleep(POLL_MILLIS);
    }
    return since;
  }

  private TortureReport report(Sweeps sweeps, long requests) {
    Map<Fault, TortureReport.Recovery> recovery = new EnumMap<>(Fault.class);
    recoveries.forEach((fault, millis) -> recovery.put(fault, TortureReport.Recovery.of(millis)));
    return new TortureReport(
        seed,
        recovery,
        testimony.fates().size(),
        requests,
        sweeps.batches(),
        audits,
        List.copyOf(complaints));
  }
}
