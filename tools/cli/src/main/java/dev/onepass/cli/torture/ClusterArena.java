// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.command.Closing;
import dev.onepass.embedded.FaultyNetwork;
import dev.onepass.simulator.Capacity;
import dev.onepass.simulator.Faults;
import dev.onepass.simulator.Latency;
import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.ThirdPartySimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Three servers on three MySQL servers, a Redis with a replica, and one third party: no process of
 * ours that the others cannot do without for a while. For one thread.
 */
final class ClusterArena implements World {

  private static final int NODES = 3;
  private static final String DATABASE = "onepass";
  private static final Faults FAULTS =
      Faults.parse("504=2%,applied504=2%,drop=0.5%,dropApplied=0.5%");

  private final Random random;
  private final MySqlGroup database;
  private final RedisGroup cache;
  private final ThirdPartySimulator thirdParty;
  private final List<Node> nodes = new ArrayList<>();

  /** Of each node, the ways to the members of the database. */
  private final Map<Node, List<FaultyNetwork>> networks = new HashMap<>();

  private @Nullable Node cutOff;

  private ClusterArena(MySqlInstallation mysql, Random random, Closing closing)
      throws IOException, SQLException {
    this.random = random;
    database = new MySqlGroup(mysql, closing);
    cache = closing.open(RedisGroup::new);
    cache.revive();
    // So slow that a batch of 2,000 is still under way some deaths later.
    thirdParty =
        closing.open(
            () ->
                ThirdPartySimulator.start(
                    SimulatorOptions.defaults()
                        .withLatency(Latency.lognormal(Duration.ofMillis(100), 0.5))
                        .withCapacity(new Capacity(40, 80, 503))
                        .withSeed(random.nextLong())
                        .withFaults(FAULTS)));
  }

  /**
   * Starts it all.
   *
   * @param server the command that starts a server
   */
  static ClusterArena open(
      MySqlInstallation mysql, Path directory, List<String> server, Random random, Closing closing)
      throws IOException, SQLException {
    ClusterArena arena = new ClusterArena(mysql, random, closing);
    for (int i = 0; i < NODES; i++) {
      Path own = directory.resolve("server-" + i);
      List<FaultyNetwork> ways = new ArrayList<>();
      for (int port : arena.database.ports()) {
        ways.add(closing.open(() -> FaultyNetwork.to("127.0.0.1", port)));
      }
      Node node = closing.open(() -> new Node(server, arena.settings(ways), own));
      arena.nodes.add(node);
      arena.networks.put(node, ways);
    }
    return arena;
  }

  /** From now on what some server sends to the database arrives, but it has no answer. */
  void cutOffAnyNode() {
    Node node = anyNode();
    networks.getOrDefault(node, List.of()).forEach(FaultyNetwork::swallowAnswers);
    cutOff = node;
  }

  boolean isCutOff(Node node) {
    return node == cutOff;
  }

  /** Whether the server that hears no more of the database has noticed that it is of no use. */
  boolean knowsThatItIsCutOff() {
    return cutOff != null && cutOff.client().get("/health/ready").status() != 200;
  }

  MySqlGroup database() {
    return database;
  }

  RedisGroup cache() {
    return cache;
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public Node anyNode() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  @Override
  public ThirdPartySimulator thirdParty() {
    return thirdParty;
  }

  @Override
  public Connection connect() throws SQLException {
    return database.primary().connect(DATABASE);
  }

  /** Undoes whatever was done, and waits until all is as whole as before. */
  void revive() throws IOException, SQLException {
    database.revive();
    cache.revive();
    if (cutOff != null) {
      // New connections are well.
      networks.getOrDefault(cutOff, List.of()).forEach(FaultyNetwork::cut);
      cutOff = null;
    }
    for (Node node : nodes) {
      node.revive();
    }
  }

  private Map<String, String> settings(List<FaultyNetwork> ways) {
    Map<String, String> settings = new HashMap<>(cache.settings());
    settings.put("ONEPASS_SERVER_PORT", "0");
    settings.put(
        "ONEPASS_MYSQL_DSN",
        database.dsn(DATABASE, ways.stream().map(FaultyNetwork::port).toList()));
    settings.put("ONEPASS_API_PAY_URL", thirdParty.payUri().toString());
    settings.put("ONEPASS_API_BATCH_PAY_BEGIN_URL", thirdParty.batchPayBeginUri().toString());
    settings.put("ONEPASS_API_BATCH_PAY_FINISH_URL", thirdParty.batchPayFinishUri().toString());
    settings.put("ONEPASS_LIMITS_RATE_PER_SECOND", "0");
    return settings;
  }
}
