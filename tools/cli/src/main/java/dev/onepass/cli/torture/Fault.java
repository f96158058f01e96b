// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.simulator.Outage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What is done to one of the parts, and how it is undone. */
public enum Fault {
  KILL_SERVER("a server is killed (-9)", (arena, sweeps) -> arena.anyNode().kill()),
  KILL_ALL_SERVERS(
      "all servers are killed (-9)", (arena, sweeps) -> arena.nodes().forEach(Node::kill)),
  FREEZE_SERVER("a server is frozen past its leases", Fault::freezeServer),
  KILL_DATABASE("the database is killed (-9)", (arena, sweeps) -> arena.database().kill()),
  CUT_DATABASE("connections to the database are cut, answers lost", Fault::cutDatabase),
  SLOW_DATABASE("the network to the database is slow", Fault::slowDatabase),
  FULL_DISK("the disk of the database is full", Fault::fillDisk),
  KILL_CACHE("Redis is killed (-9)", (arena, sweeps) -> arena.cache().kill()),
  FLUSH_CACHE("Redis forgets everything", (arena, sweeps) -> arena.flushCache()),
  THIRD_PARTY_DOWN("the third party is down", Fault::thirdPartyDown),
  ROTATED_TOKEN("the third party's token is replaced", Fault::rotateToken),
  STUCK_BATCHES("200 batches of accounts that nobody answers for", Fault::stickBatches),
  KILL_ALL("servers, database and Redis are killed (-9)", Fault::killAll);

  @FunctionalInterface
  private interface Strike {
    void on(Arena arena, Sweeps sweeps) throws InterruptedException, SQLException;
  }

  private static final int STUCK = 200;
  private static final int ACCOUNTS = 20;

  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final Strike strike;

  Fault(String words, Strike strike) {
    this.words = words;
    this.strike = strike;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** Does it. What it leaves dead, the arena starts again. */
  void strike(Arena arena, Sweeps sweeps) throws InterruptedException, SQLException {
    strike.on(arena, sweeps);
  }

  private static void freezeServer(Arena arena, Sweeps sweeps) throws InterruptedException {
    Node node = arena.anyNode();
    node.freeze();
    last(Duration.ofSeconds(10));
    node.thaw();
  }

  private static void cutDatabase(Arena arena, Sweeps sweeps) throws InterruptedException {
    arena.network().swallowAnswers();
    last(Duration.ofMillis(200));
    arena.network().cut();
  }

  private static void slowDatabase(Arena arena, Sweeps sweeps) throws InterruptedException {
    arena.network().slowDown(arena.anyDelay(), 64 * 1024);
    last(Duration.ofSeconds(8));
    arena.network().speedUp();
  }

  private static void fillDisk(Arena arena, Sweeps sweeps)
      throws InterruptedException, SQLException {
    try (Connection connection = arena.connect();
        Statement statement = connection.createStatement()) {
      FullDisk disk = FullDisk.fill(statement, arena.database().pid());
      last(Duration.ofSeconds(5));
      disk.makeRoom();
    } catch (SQLException e) {
      // MariaDB 11.4 ends itself where a rollback finds no room. That must do no harm either.
      if (!arena.databaseEnds(Duration.ofSeconds(30))) {
        throw e;
      }
    }
  }

  /** Longer than a call's timeout, and its repetitions. */
  private static void thirdPartyDown(Arena arena, Sweeps sweeps) throws InterruptedException {
    arena.thirdPartyIs(arena.anyOutage());
    last(Duration.ofSeconds(15));
    arena.thirdPartyWorks();
  }

  /** Long enough for several tries; with a batch that begins meanwhile. */
  private static void rotateToken(Arena arena, Sweeps sweeps) throws InterruptedException {
    arena.thirdPartyIs(Outage.UNAUTHORIZED);
    last(Duration.ofSeconds(4));
    sweeps.begin();
    last(Duration.ofSeconds(4));
    arena.thirdPartyWorks();
  }

  /** One that begins behind them ends all the same. */
  private static void stickBatches(Arena arena, Sweeps sweeps) {
    arena.thirdPartyIgnores(Sweeps.STUCK_FROM);
    sweeps.beginStuck(STUCK);
    sweeps.await(sweeps.begin(ACCOUNTS));
    arena.thirdPartyWorks();
  }

  private static void killAll(Arena arena, Sweeps sweeps) {
    arena.nodes().forEach(Node::kill);
    arena.database().kill();
    arena.cache().kill();
  }

  private static void last(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }
}
