// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.demo;

import dev.onepass.cli.progress.BatchFollower;
import dev.onepass.cli.progress.Progress;
import dev.onepass.client.BatchStatus;
import dev.onepass.command.Closing;
import dev.onepass.command.CommandFailure;
import dev.onepass.command.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Plays the demo, from the start of the databases to the last check. For one thread. */
public final class Demo {

  private static final String BATCH = "demo";

  private final DemoOptions options;
  private final Terminal terminal;
  private final DemoUsers users;
  private final Checks checks = new Checks();

  /** A demo that tells on the terminal what it does. */
  public Demo(DemoOptions options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
    this.users = DemoUsers.of(options.users(), options.seed());
  }

  /**
   * Plays it once. Nothing runs, listens or is left behind afterwards.
   *
   * @throws CommandFailure if it was interrupted, or the server failed
   * @throws IOException if no directory could be made or cleared
   */
  public DemoReport play() throws IOException {
    long startNanos = System.nanoTime();
    Closing closing = new Closing();
    DemoReport report;
    try (closing) {
      report = play(closing, startNanos);
    } catch (RuntimeException e) {
      if (closing.isInterrupted()) {
        throw new CommandFailure("interrupted; nothing is left behind", e);
      }
      throw e;
    }
    return report.withTotalTime(since(startNanos));
  }

  private DemoReport play(Closing closing, long startNanos) throws IOException {
    terminal.line("Starting MariaDB, Redis, a third party and a server");
    Stage stage = Stage.open(options, closing);
    tell("All of it is up after %.1f s", since(startNanos).toMillis() / 1e3);

    stage.thirdParty().fund(users.centsByUid());
    tell(
        "Sweeping %,d accounts with %,.2f in all; ordered: %s",
        options.users(), users.total().amount(), options.faults());
    BatchStatus end = sweep(stage);
    Map<Long, Long> balances = new BookCheck(stage, checks).afterSweep(users, end, BATCH);

    DemoTrades trades = new DemoTrades(stage.server(), new Random(options.seed()), checks);
    tell("Trading, then comparing the books of both sides");
    new BookCheck(stage, checks).afterTrades(trades.play(BATCH, balances));
    return DemoReport.of(options, users, stage, end, checks);
  }

  private BatchStatus sweep(Stage stage) {
    stage.server().startBatch(BATCH, users.uids());
    try (Progress progress = Progress.on(terminal, BATCH, options.users())) {
      return new BatchFollower(stage.server(), terminal::line).follow(BATCH, progress);
    }
  }

  private void tell(String format, Object... values) {
    terminal.line(terminal.faint(String.format(Locale.ROOT, format, values)));
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
