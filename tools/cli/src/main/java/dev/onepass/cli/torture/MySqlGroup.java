// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.command.Closing;
import dev.onepass.command.CommandFailure;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Three MySQL servers in group replication, of which one is the primary. For one thread. */
final class MySqlGroup {

  private static final int MEMBERS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long POLL_MILLIS = 100;

  // MySQL takes at most 32 characters for the replication user.
  private final String password = UUID.randomUUID().toString().replace("-", "");
  private final List<MySqlMember> members = new ArrayList<>();

  /**
   * Starts a group with no data in it.
   *
   * @param closing ends the servers, and deletes their data
   */
  MySqlGroup(MySqlInstallation mysql, Closing closing) throws IOException, SQLException {
    Path home = Files.createTempDirectory(mysql.data(), "onepass-group-");
    AutoCloseable deletion = () -> Files.deleteIfExists(home);
    closing.open(() -> deletion);
    List<Integer> ports = freePorts();
    for (int i = 0; i < MEMBERS; i++) {
      int number = i;
      members.add(
          closing.open(
              () ->
                  new MySqlMember(
                      mysql, home.resolve("member-" + number), ports, number, password)));
    }
    members.get(0).join(true);
    members.get(1).join(false);
    members.get(2).join(false);
    awaitAll();
  }

  /** Where the members listen, on 127.0.0.1. */
  List<Integer> ports() {
    return members.stream().map(MySqlMember::port).toList();
  }

  /**
   * The user's DSN with all members in it, as One-Pass takes it.
   *
   * @param ports where the members are reached
   */
  String dsn(String database, List<Integer> ports) {
    return "%s:%s@tcp(%s)/%s"
        .formatted(
            MySqlMember.USER,
            password,
            ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")),
            database);
  }

  /** The member that takes writes at present. */
  MySqlMember primary() {
    return members.stream()
        .filter(MySqlMember::isAwake)
        .flatMap(member -> primaryAsSeenBy(member).stream())
        .findFirst()
        .orElseThrow(() -> new CommandFailure("the MySQL group has no primary"));
  }

  /** Starts what is dead, wakes what is frozen, and waits until all have joined again. */
  void revive() throws IOException, SQLException {
    for (MySqlMember member : members) {
      if (!member.isAlive()) {
        member.restart();
        member.join(false);
      } else if (!member.isAwake()) {
        member.thaw();
      }
    }
    awaitAll();
  }

  private void awaitAll() {
    Waiting.until(
        PATIENCE,
        POLL_MILLIS,
        "the MySQL group was not whole again after " + PATIENCE,
        () -> {
          for (MySqlMember member : members) {
            member.rejoin();
          }
          return online(members.get(0), "") == MEMBERS && online(members.get(1), "") == MEMBERS;
        });
  }

  private Optional<MySqlMember> primaryAsSeenBy(MySqlMember witness) {
    for (MySqlMember member : members) {
      try {
        String which = " AND MEMBER_ROLE = 'PRIMARY' AND MEMBER_PORT = " + member.port();
        if (member.isAwake() && online(witness, which) == 1) {
          return Optional.of(member);
        }
      } catch (SQLException noAnswer) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static int online(MySqlMember witness, String which) throws SQLException {
    try (Connection connection = witness.connect("");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM performance_schema.replication_group_members"
                    + " WHERE MEMBER_STATE = 'ONLINE'"
                    + which)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  /**
   * Free a moment ago. Below 32768, where Linux begins to take those of outgoing connections, as a
   * member that was killed wants its port again.
   */
  private static List<Integer> freePorts() throws IOException {
    List<Integer> free = new ArrayList<>();
    while (free.size() < MEMBERS) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        if (!free.contains(socket.getLocalPort())) {
          free.add(socket.getLocalPort());
        }
      } catch (BindException taken) {
        // Another one, then.
      }
    }
    return free;
  }
}
