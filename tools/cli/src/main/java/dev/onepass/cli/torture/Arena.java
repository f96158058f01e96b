// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.command.Closing;
import dev.onepass.embedded.EmbeddedMariaDb;
import dev.onepass.embedded.EmbeddedRedis;
import dev.onepass.embedded.FaultyNetwork;
import dev.onepass.embedded.MariaDbOptions;
import dev.onepass.embedded.RedisPersistence;
import dev.onepass.simulator.Capacity;
import dev.onepass.simulator.Faults;
import dev.onepass.simulator.Latency;
import dev.onepass.simulator.Outage;
import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.ThirdPartySimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import redis.clients.jedis.RedisClient;

/**
 * Two servers on one database, one Redis and one third party that has faults of its own; all of it
 * on free ports of 127.0.0.1. For one thread.
 */
final class Arena implements World {

  private static final int NODES = 2;
  private static final String DATABASE = "onepass";
  private static final Faults FAULTS =
      Faults.parse("504=2%,applied504=2%,drop=0.5%,dropApplied=0.5%,foreignId=1%");
  private static final List<Outage> OUTAGES =
      List.of(Outage.GATEWAY_TIMEOUT, Outage.DROP, Outage.SWALLOW);
  private static final int DELAY_MILLIS_MAX = 400;

  private final Random random;
  private final ThirdPartySimulator thirdParty;
  private final EmbeddedMariaDb database;
  private final EmbeddedRedis cache;
  private final FaultyNetwork network;
  private final List<Node> nodes = new ArrayList<>();
  private final Runnable databaseDied;

  private Arena(Path directory, Random random, Runnable databaseDied, Closing closing)
      throws IOException {
    this.random = random;
    this.databaseDied = databaseDied;
    thirdParty =
        closing.open(
            () ->
                ThirdPartySimulator.start(
                    SimulatorOptions.defaults()
                        .withLatency(Latency.lognormal(Duration.ofMillis(10), 0.5))
                        .withCapacity(new Capacity(40, 80, 503))
                        .withSeed(random.nextLong())
                        .withFaults(FAULTS)));
    database =
        closing.open(
            () ->
                EmbeddedMariaDb.start(
                    directory.resolve("mariadb"), MariaDbOptions.DEFAULT, line -> {}));
    cache =
        closing.open(
            () ->
                EmbeddedRedis.start(
                    directory.resolve("redis"), RedisPersistence.APPEND_ONLY, line -> {}));
    network = closing.open(() -> FaultyNetwork.to(database.host(), database.port()));
    watchDatabase();
  }

  /**
   * Starts it all.
   *
   * @param server the command that starts a server
   * @param databaseDied is run at each death of the database, on another thread
   */
  static Arena open(
      Path directory, List<String> server, Random random, Runnable databaseDied, Closing closing)
      throws IOException, SQLException {
    Arena arena = new Arena(directory, random, databaseDied, closing);
    try (Connection connection = arena.connect();
        Statement statement = connection.createStatement()) {
      FullDisk.shareOneFile(statement);
    }
    for (int i = 0; i < NODES; i++) {
      Path own = directory.resolve("server-" + i);
      arena.nodes.add(closing.open(() -> new Node(server, arena.settings(), own)));
    }
    return arena;
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public Node anyNode() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  EmbeddedMariaDb database() {
    return database;
  }

  EmbeddedRedis cache() {
    return cache;
  }

  FaultyNetwork network() {
    return network;
  }

  @Override
  public ThirdPartySimulator thirdParty() {
    return thirdParty;
  }

  Duration anyDelay() {
    return Duration.ofMillis(random.nextInt(DELAY_MILLIS_MAX));
  }

  /** It answers 504 to everything, or hangs up, or does not answer. */
  Outage anyOutage() {
    return OUTAGES.get(random.nextInt(OUTAGES.size()));
  }

  /** From now on this is what everybody meets. */
  void thirdPartyIs(Outage outage) {
    thirdParty.order(FAULTS.withOutage(outage));
  }

  /** From now on nobody answers for this account, and those with greater numbers. */
  void thirdPartyIgnores(long uid) {
    thirdParty.order(FAULTS.withDeadFrom(uid));
  }

  /** From now on it has but its usual faults. */
  void thirdPartyWorks() {
    thirdParty.order(FAULTS);
  }

  void flushCache() {
    try (RedisClient client = RedisClient.create(cache.uri())) {
      client.flushAll();
    }
  }

  /** A connection past the network, for who checks the books. */
  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(DATABASE), database.user(), database.password());
  }

  /** Starts whatever is dead, what others need first. */
  void revive() throws IOException {
    reviveDatabase();
    if (isDead(cache.pid())) {
      cache.restart();
    }
    for (Node node : nodes) {
      node.revive();
    }
  }

  /** Starts the database if it is dead, and says whether it was. */
  boolean reviveDatabase() throws IOException {
    boolean dead = isDead(database.pid());
    if (dead) {
      database.restart();
      watchDatabase();
    }
    return dead;
  }

  private void watchDatabase() {
    Optional<ProcessHandle> process = ProcessHandle.of(database.pid());
    if (process.isPresent()) {
      var unused = process.get().onExit().thenRun(databaseDied);
    } else {
      databaseDied.run();
    }
  }

  /** Whether the database has ended, or does so before that time has passed. */
  boolean databaseEnds(Duration patience) throws InterruptedException {
    Instant end = Instant.now().plus(patience);
    while (!isDead(database.pid()) && Instant.now().isBefore(end)) {
      Thread.sleep(100);
    }
    return isDead(database.pid());
  }

  private static boolean isDead(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("ONEPASS_SERVER_PORT", "0");
    settings.put(
        "ONEPASS_MYSQL_DSN",
        "%s:%s@tcp(127.0.0.1:%d)/%s"
            .formatted(database.user(), database.password(), network.port(), DATABASE));
    settings.put("ONEPASS_REDIS_ADDR", cache.host() + ":" + cache.port());
    settings.put("ONEPASS_REDIS_PASSWORD", cache.password());
    settings.put("ONEPASS_API_PAY_URL", thirdParty.payUri().toString());
    settings.put("ONEPASS_API_BATCH_PAY_BEGIN_URL", thirdParty.batchPayBeginUri().toString());
    settings.put("ONEPASS_API_BATCH_PAY_FINISH_URL", thirdParty.batchPayFinishUri().toString());
    settings.put("ONEPASS_LIMITS_RATE_PER_SECOND", "0");
    return settings;
  }
}
