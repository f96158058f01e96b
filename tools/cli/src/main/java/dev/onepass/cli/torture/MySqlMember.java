// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.command.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One server of a group, as a process of its own on 127.0.0.1. For one thread. */
final class MySqlMember implements AutoCloseable {

  static final String USER = "onepass";

  private static final String HOST = "127.0.0.1";
  private static final String GROUP = "6a1f7c2e-0b5d-4a58-9f0e-3c1d5e7a9b21";
  private static final Duration START_PATIENCE = Duration.ofMinutes(1);
  private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);
  private static final long POLL_MILLIS = 50;

  private final MySqlInstallation mysql;
  private final Path home;
  private final List<Integer> ports;
  private final int number;
  private final String password;
  private Process process;
  private boolean frozen;

  /**
   * Makes the data of a new server, and starts it; it is in no group yet.
   *
   * @param ports of all members
   * @param number which of them this is, from zero
   */
  MySqlMember(MySqlInstallation mysql, Path home, List<Integer> ports, int number, String password)
      throws IOException {
    this.mysql = mysql;
    this.home = Files.createDirectories(home);
    this.ports = List.copyOf(ports);
    this.number = number;
    this.password = password;
    initialize();
    this.process = spawn();
    boolean ready = false;
    try {
      awaitAnswer("root", "");
      introduceUser();
      ready = true;
    } finally {
      if (!ready) {
        close();
      }
    }
  }

  int port() {
    return ports.get(number);
  }

  Connection connect(String database) throws SQLException {
    return connect(database, USER, password);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it can answer: a frozen one takes calls, and says nothing. */
  boolean isAwake() {
    return isAlive() && !frozen;
  }

  void freeze() {
    SystemTool.signal("STOP", process.pid());
    frozen = true;
  }

  void thaw() {
    SystemTool.signal("CONT", process.pid());
    frozen = false;
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts it again after its death; it is in no group then. */
  void restart() throws IOException {
    process = spawn();
    awaitAnswer(USER, password);
  }

  /** Joins again if the group has given it up, and it knows that by now. */
  void rejoin() throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      if (isExpelled(statement)) {
        statement.execute("STOP GROUP_REPLICATION");
        statement.execute("SET GLOBAL offline_mode = OFF");
        join(false);
      }
    }
  }

  private boolean isExpelled(Statement statement) throws SQLException {
    try (ResultSet state =
        statement.executeQuery(
            "SELECT MEMBER_STATE FROM performance_schema.replication_group_members"
                + " WHERE MEMBER_ID = @@server_uuid")) {
      return state.next() && List.of("ERROR", "OFFLINE").contains(state.getString(1));
    }
  }

  /** Begins the group, or joins it. */
  void join(boolean asFirst) throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL group_replication_bootstrap_group = " + asFirst);
      statement.execute("START GROUP_REPLICATION");
      statement.execute("SET GLOBAL group_replication_bootstrap_group = OFF");
    }
  }

  /** Ends the process, cleanly if it can, and deletes its data. */
  @Override
  public void close() {
    if (frozen) {
      thaw();
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
      delete();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new CommandFailure("could not delete " + home, e);
    }
  }

  private void initialize() throws IOException {
    List<String> options = new ArrayList<>(files());
    options.add("--initialize-insecure");
    Process making = start(options);
    try {
      if (making.waitFor() != 0) {
        throw new CommandFailure("MySQL could not make its data; see " + log());
      }
    } catch (InterruptedException e) {
      making.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    }
  }

  private Process spawn() throws IOException {
    List<String> options = new ArrayList<>(files());
    options.addAll(
        List.of(
            "--port=" + port(),
            "--bind-address=" + HOST,
            "--report-host=" + HOST,
            "--socket=" + mysql.nameOf(home.resolve("mysql.sock")),
            "--mysqlx=OFF",
            "--server-id=" + (number + 1),
            "--innodb-buffer-pool-size=128M",
            "--gtid-mode=ON",
            "--enforce-gtid-consistency=ON",
            "--plugin-load-add=group_replication.so",
            "--group-replication-group-name=" + GROUP,
            "--group-replication-start-on-boot=OFF",
            "--group-replication-communication-stack=MYSQL",
            "--group-replication-local-address=" + HOST + ":" + port(),
            "--group-replication-group-seeds=" + seeds(),
            // A dead member leaves the group once it is suspected, which takes 5 s.
            "--group-replication-member-expel-timeout=0",
            "--group-replication-unreachable-majority-timeout=5",
            // One that was expelled is asked to join by us, and not every five minutes.
            "--group-replication-autorejoin-tries=0",
            // Who reads at the new primary reads what the old one had committed.
            "--group-replication-consistency=BEFORE_ON_PRIMARY_FAILOVER",
            "--group-replication-recovery-get-public-key=ON"));
    return start(options);
  }

  private List<String> files() {
    return List.of(
        "--user=" + System.getProperty("user.name"),
        "--secure-file-priv=",
        "--datadir=" + mysql.nameOf(home.resolve("data")),
        "--pid-file=" + mysql.nameOf(home.resolve("pid")));
  }

  private String seeds() {
    return ports.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(","));
  }

  private Process start(List<String> options) throws IOException {
    return new ProcessBuilder(mysql.with(options))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private Path log() {
    return home.resolve("mysqld.log");
  }

  /** On each member by itself, and not as a transaction of the group. */
  private void introduceUser() {
    try (Connection connection = connect("", "root", "");
        Statement statement = connection.createStatement()) {
      statement.execute("SET SQL_LOG_BIN = 0");
      statement.execute("CREATE USER %s@'%%' IDENTIFIED BY '%s'".formatted(USER, password));
      statement.execute("GRANT ALL ON *.* TO %s@'%%'".formatted(USER));
      statement.execute("SET SQL_LOG_BIN = 1");
      statement.execute(
          "CHANGE REPLICATION SOURCE TO SOURCE_USER = '%s', SOURCE_PASSWORD = '%s'"
                  .formatted(USER, password)
              + " FOR CHANNEL 'group_replication_recovery'");
    } catch (SQLException e) {
      throw new CommandFailure("a MySQL server refuses to be set up: " + e.getMessage(), e);
    }
  }

  private void awaitAnswer(String user, String secret) {
    Waiting.until(
        START_PATIENCE,
        POLL_MILLIS,
        "a MySQL server did not start; see " + log(),
        () -> {
          if (!process.isAlive()) {
            throw new CommandFailure("a MySQL server ended; see " + log());
          }
          connect("", user, secret).close();
          return true;
        });
  }

  private Connection connect(String database, String user, String secret) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://%s:%d/%s?sslMode=DISABLED&allowPublicKeyRetrieval=true"
                .formatted(HOST, port(), database)
            + "&connectTimeout=2000&socketTimeout=60000",
        user,
        secret);
  }

  private void delete() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(home)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }
}
